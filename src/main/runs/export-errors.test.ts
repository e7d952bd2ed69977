import { describe, expect, it } from "vitest";
import type { RunRow } from "../../shared/run-views.ts";
import type { RunError } from "../../shared/sync.ts";
import { csvCell, exportErrors } from "./export-errors.ts";

const run = {
  id: "12345678-0000",
  gatewayId: "g",
  gatewayName: "Berlin",
  startedAt: "2026-01-31T09:05:00.000123Z",
  status: "failed",
} as RunRow;
const error: RunError = {
  severity: "error",
  code: "file-rejected",
  message: 'Gateway "Berlin" did not take SOUL.md, it is full\nreally',
  hint: "Make room.",
  agentId: "a",
  agentName: "=HYPERLINK(1)",
  boardId: null,
};

describe("exported errors", () => {
  it("are a CSV file with quoted cells", () => {
    expect(exportErrors({ run, errors: [error] }, "csv")).toEqual({
      fileName: "flight-deck-errors-2026-01-31T09-05-00-12345678.csv",
      text: [
        '"severity","code","message","hint","agentName","agentId","boardId"',
        '"error","file-rejected","Gateway ""Berlin"" did not take SOUL.md, it is full\nreally","Make room.","\'=HYPERLINK(1)","a",""',
        "",
      ].join("\r\n"),
    });
  });

  it("are a JSON file with the run's facts", () => {
    const { text } = exportErrors({ run, errors: [error] }, "json");
    expect(JSON.parse(text)).toMatchObject({ runId: run.id, gatewayName: "Berlin", errors: [error] });
  });
});

describe("a CSV cell", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("is no formula: %j", (text) => {
    expect(csvCell(text)).toBe(`"'${text}"`);
  });

  it("is left as it is otherwise", () => {
    expect(csvCell("a=1")).toBe('"a=1"');
  });
});
