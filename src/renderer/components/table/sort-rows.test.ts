import { describe, expect, it } from "vitest";
import type { Column } from "./column.ts";
import { nextSort, sortRows } from "./sort-rows.ts";

type Row = { name: string; size: number | null };
const columns: Column<Row>[] = [
  { key: "name", header: "Name", cell: ({ name }) => name, sortBy: ({ name }) => name },
  { key: "size", header: "Size", cell: ({ size }) => size, sortBy: ({ size }) => size },
  { key: "actions", header: "Actions", cell: () => null },
];
const rows: Row[] = [
  { name: "Agent 10", size: 3 },
  { name: "agent 9", size: null },
  { name: "Agent 2", size: 20 },
];
const namesBy = (key: string, descending: boolean) =>
  sortRows(rows, columns, { key, descending }).map(({ name }) => name);

describe("sortRows", () => {
  it("sorts names as people do: numbers by value, ignoring case", () => {
    expect(namesBy("name", false)).toEqual(["Agent 2", "agent 9", "Agent 10"]);
    expect(namesBy("name", true)).toEqual(["Agent 10", "agent 9", "Agent 2"]);
  });

  it("puts empty values last in both directions", () => {
    expect(namesBy("size", false)).toEqual(["Agent 10", "Agent 2", "agent 9"]);
    expect(namesBy("size", true)).toEqual(["Agent 2", "Agent 10", "agent 9"]);
  });

  it("keeps the order without a sort, and for a column that cannot be sorted", () => {
    expect(sortRows(rows, columns, null)).toBe(rows);
    expect(sortRows(rows, columns, { key: "actions", descending: false })).toBe(rows);
  });
});

describe("nextSort", () => {
  it("goes up, down, and back to the order the rows came in", () => {
    const up = nextSort(null, "name");
    const down = nextSort(up, "name");
    expect([up, down, nextSort(down, "name")]).toEqual([
      { key: "name", descending: false },
      { key: "name", descending: true },
      null,
    ]);
    expect(nextSort(down, "size")).toEqual({ key: "size", descending: false });
  });
});
