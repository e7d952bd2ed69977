import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../../database/mirror/row-values.ts";

/** What an operator knows a row by; empty if it has nothing of the kind. */
export function nameOf({ nameColumn }: MirroredTable, row: RowValues): string {
  return row[nameColumn] || row.email || "";
}
