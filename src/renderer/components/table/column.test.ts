import { describe, expect, it } from "vitest";
import { type Column, fitColumns } from "./column.ts";

const column = (key: string, sizes: Partial<Column<string>> = {}): Column<string> => ({
  key,
  header: key,
  cell: (text) => text,
  ...sizes,
});

const columns = [column("name"), column("board", { widthPx: 100, grow: 1 }), column("actions", { widthPx: 60 })];

describe("fitColumns", () => {
  it("stacks the rows when the columns do not fit, so that no column is outside the screen", () => {
    expect(fitColumns(columns, 359).isStacked).toBe(true);
    expect(fitColumns(columns, 360)).toEqual({ isStacked: false, columns, widthsPx: [200, 100, 60] });
  });

  it("gives the space that is left to the columns that can use it", () => {
    expect(fitColumns(columns, 460).widthsPx).toEqual([250, 150, 60]);
  });

  it("leaves out spare columns before it stacks, and shows them again in the stacked rows", () => {
    const more = [...columns, column("latency", { widthPx: 80, spare: 2 }), column("run", { widthPx: 90, spare: 1 })];
    const shown = (spacePx: number) => fitColumns(more, spacePx).columns.map(({ key }) => key);
    expect(shown(530)).toEqual(["name", "board", "actions", "latency", "run"]);
    expect(shown(529)).toEqual(["name", "board", "actions", "latency"]);
    expect(shown(439)).toEqual(["name", "board", "actions"]);
    expect(fitColumns(more, 359)).toMatchObject({ isStacked: true, columns: more });
  });

  it("does not stack before the space is known", () => {
    expect(fitColumns(columns, 0).isStacked).toBe(false);
  });
});
