import fc from "fast-check";
import { expect, test } from "vitest";
import { metricErrors, metricsDraftOf, metricsInput, withEmptyMetric } from "./metrics-draft.ts";

const empty = withEmptyMetric([]);

test("whatever a record holds stays as it is when nothing was typed", () => {
  const names = fc.string({ minLength: 1 }).filter((name) => name.trim() === name && name !== "__proto__");
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue()), (metrics) => {
      const before = JSON.parse(JSON.stringify(metrics));
      expect(metricsInput(metricsDraftOf(before), before)).toEqual(before);
      expect(metricsInput(withEmptyMetric(metricsDraftOf(before)), before)).toEqual(before);
    }),
  );
});

test("a number becomes a number, a removed row goes, and a value of another kind stays beside them", () => {
  const before = { minutes: 45, nested: { a: [1] }, note: "45" };
  const [minutes, nested, note] = metricsDraftOf(before);
  if (!minutes || !nested || !note) throw new Error("three rows");
  expect([minutes.isFixed, nested.isFixed]).toEqual([false, true]);
  const typed = [
    { ...minutes, value: " 4.5 " },
    nested,
    ...empty.map((row) => ({ ...row, row: 9, name: "x", value: "true" })),
  ];
  expect(metricsInput(typed, before)).toEqual({ minutes: 4.5, nested: { a: [1] }, x: true });
  expect(metricsInput([note], before)).toEqual({ note: "45" });
  expect(metricsInput([], before)).toBeNull();
});

test("a row that lacks its half, and a second row of the same name, are named", () => {
  const rows = [
    { row: 0, name: "a", value: "1", isFixed: false },
    { row: 1, name: "a ", value: "2", isFixed: false },
    { row: 2, name: "", value: "3", isFixed: false },
    { row: 3, name: "b", value: "", isFixed: false },
    { row: 4, name: "", value: " ", isFixed: false },
  ];
  expect(Object.keys(metricErrors(rows))).toEqual(["1", "2", "3"]);
});
