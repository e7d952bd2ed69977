import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { type ConflictChoice, wholeRow } from "../../../shared/mirror-push.ts";
import { insertLocalRow, readLocalRows, updateLocalRow } from "../../database/mirror/local-rows.ts";
import { noteMirrorChange } from "../../database/mirror/mirror-rows.ts";
import { findMirroredTable } from "../../database/mirror/mirrored-columns.ts";
import { type ConflictRow, forgetRowConflict, readConflicts, saveChoice } from "../../database/mirror/outbox.ts";
import type { Database } from "../../database/open-database.ts";
import type { RowValues } from "../merge-row.ts";
import { storedRow } from "../stored-row.ts";

export type ConflictName = {
  table: string;
  id: string;
  /** Null for all conflicts of the row. */
  column: string | null;
};

/**
 * Decides conflicts of a row. The next push carries the decision out, if neither side has changed again by then. Only a row
 * that Mission Control has deleted is settled at once: it is gone, or it is here again and will be added there.
 * @returns how many conflicts were decided
 * @throws FlightDeckError not-found; bad-input if the row cannot be brought back
 */
export function resolveConflicts(
  database: Database,
  { table, id, column }: ConflictName,
  choice: ConflictChoice,
): number {
  const all = readConflicts(database, table, [id]).get(id) ?? [];
  const chosen = all.filter((conflict) => column === null || conflict.column === column);
  if (chosen.length === 0) throw noConflict({ table, id, column });
  const decide = database.sqlite.transaction(() => {
    for (const conflict of chosen) {
      if (conflict.column === wholeRow && conflict.theirs === null) settleDeleted(database, conflict, choice);
      else saveChoice(database, conflict, choice);
    }
  });
  decide.immediate();
  return chosen.length;
}

function settleDeleted(database: Database, { table: name, id, ours }: ConflictRow, choice: ConflictChoice): void {
  const table = findMirroredTable(name);
  const key = { table: name, id };
  forgetRowConflict(database, key);
  if (choice === "theirs" || ours === null) return;
  const values = JSON.parse(ours) as RowValues;
  const row = storedRow(table.columns, values, null);
  try {
    if (readLocalRows(database, table, [id]).has(id)) updateLocalRow(database, table, id, row);
    else insertLocalRow(database, table, row);
  } catch (error) {
    throw cannotReturn(name, values, error);
  }
  noteMirrorChange(database, key);
}

function cannotReturn(table: string, values: RowValues, error: unknown): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `"${values.name ?? values.id}" of ${table} cannot be brought back: its board or gateway was deleted as well.`,
    hintsOf("bad-input").keepDeletion,
    { cause: error },
  );
}

function noConflict({ table, id, column }: ConflictName): FlightDeckError {
  return new FlightDeckError(
    "not-found",
    `There is no conflict in ${column === null ? table : `${table}.${column}`} for ${id}.`,
    hintsOf("not-found").listConflicts,
  );
}
