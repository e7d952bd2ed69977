import { codeOf } from "../../../shared/code-of.ts";
import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../../database/mirror/row-values.ts";
import { nameOf } from "./name-of.ts";
import type { Application } from "./pull-tally.ts";

/** Reports a row that is left unchanged here. */
export function leaveOut({ tally }: Application, table: MirroredTable, row: RowValues, reason: string): void {
  const { name } = table;
  tally.record({ table: name, id: row.id ?? "", name: nameOf(table, row), kind: "left-out", columns: [], reason });
}

/** The reason for a row that was deleted in Mission Control and changed here, while an earlier version of it is kept. */
export const versionAwaitsDecision =
  "it was deleted in Mission Control, and an earlier version of it here waits for a decision first";

/** Whether SQLite refused a statement because of a rule of the table. */
export function isConstraint(error: unknown): boolean {
  return codeOf(error).startsWith("SQLITE_CONSTRAINT");
}
