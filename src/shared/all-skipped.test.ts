import { expect, test } from "vitest";
import { allSkipped } from "./all-skipped.ts";

const none = { updated: 0, unchanged: 0, skipped: 0, failed: 0, "not-attempted": 0 };

test("a run that left out every agent is not a plain success", () => {
  expect(allSkipped({ status: "succeeded", counts: { ...none, skipped: 3 } })).toBe(true);
  expect(allSkipped({ status: "succeeded", counts: { ...none, skipped: 3, unchanged: 1 } })).toBe(false);
  expect(allSkipped({ status: "succeeded", counts: none })).toBe(false);
  expect(allSkipped({ status: "cancelled", counts: { ...none, skipped: 3 } })).toBe(false);
});
