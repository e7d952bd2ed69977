import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../../database/mirror/row-values.ts";

/** The name by which an operator knows a row; empty if it has none. */
export function nameOf({ nameColumn }: MirroredTable, row: RowValues): string {
  return row[nameColumn] || row.email || "";
}
