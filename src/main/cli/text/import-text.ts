import type { ImportedRow, ImportReport } from "../../../shared/import-report.ts";
import type { Paint } from "./paint.ts";
import { oneLine } from "./plain.ts";
import { textTable } from "./text-table.ts";

export type ImportTextOptions = { report: ImportReport; width: number; paint: Paint; withRows: boolean };

const mostRows = 50;
const signs = { added: "+", changed: "~", "only-here": "·" } as const;

/** What an import did or would do: a table of counts, the rows if asked, and the warnings. */
export function importText({ report, width, paint, withRows }: ImportTextOptions): string[] {
  const { tables, rows, warnings } = report;
  const onlyHere = (table: string) => rows.filter((row) => row.table === table && row.change === "only-here").length;
  const counts = Object.entries(tables).map(([table, { inserted, updated, unchanged }]) => [
    table.replaceAll("_", " "),
    ...[inserted, updated, unchanged, onlyHere(table)].map(String),
  ]);
  const numbers = ["added", "changed", "left alone", "only here"].map((title) => ({ title, align: "right" as const }));
  return [
    ...textTable({ columns: [{ title: "table" }, ...numbers], rows: counts, width, indent: "  ", paint }),
    ...(withRows && rows.length > 0 ? ["", ...rowLines(rows, paint)] : []),
    ...(warnings.length > 0 ? ["", ...warnings.map((text) => paint("yellow", oneLine(`! ${text}`)))] : []),
  ];
}

function rowLines(rows: ImportedRow[], paint: Paint): string[] {
  const lines = rows.slice(0, mostRows).map(({ table, id, name, change, columns }) => {
    const words = { added: "new", changed: columns.join(", "), "only-here": "here, not in the file; stays" }[change];
    return oneLine(`  ${signs[change]} ${table} ${name === null ? id : `"${name}"`}: ${words}`);
  });
  const more = rows.length - mostRows;
  return more > 0 ? [...lines, paint("dim", `  and ${more} more; --json lists all`)] : lines;
}
