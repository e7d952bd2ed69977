import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../merge-row.ts";
import { nameOf } from "./name-of.ts";
import type { Application } from "./pull-tally.ts";

/** Reports a row that stays as it is here. */
export function leaveOut({ tally }: Application, table: MirroredTable, row: RowValues, reason: string): void {
  const { name } = table;
  tally.record({ table: name, id: row.id ?? "", name: nameOf(table, row), kind: "left-out", columns: [], reason });
}

/** Whether SQLite refused a statement because of a rule of the table. */
export function isConstraint(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CONSTRAINT");
}
