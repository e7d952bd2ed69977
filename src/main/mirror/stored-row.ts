import type { StoredRow } from "../database/mirror/local-rows.ts";
import type { MirroredColumn } from "../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../database/mirror/row-values.ts";
import { toSqlite } from "./canonical-values.ts";

/** The values as SQLite stores them; columns that the server lacks get their stand-in if they need one. */
export function storedRow(
  columns: readonly MirroredColumn[],
  values: RowValues,
  sealedSecret: string | null,
): StoredRow {
  const stored = columns.map((column): [string, StoredRow[string]] => {
    const value = values[column.name] ?? null;
    return [column.name, column.kind === "secret" && value !== null ? sealedSecret : toSqlite(column, value)];
  });
  return Object.fromEntries(stored);
}
