import { expect, test } from "vitest";
import { rangeOf } from "./range-of.ts";

test("a range has both ends, in either direction, and is one row where the first is not shown", () => {
  const order = ["a", "b", "c", "d"];
  expect(rangeOf(order, "b", "d")).toEqual(["b", "c", "d"]);
  expect(rangeOf(order, "d", "b")).toEqual(["b", "c", "d"]);
  expect(rangeOf(order, "c", "c")).toEqual(["c"]);
  expect(rangeOf(order, null, "c")).toEqual(["c"]);
  expect(rangeOf(order, "filtered away", "c")).toEqual(["c"]);
});
