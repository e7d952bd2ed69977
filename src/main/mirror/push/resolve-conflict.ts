import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { type ConflictChoice, wholeRow } from "../../../shared/mirror-push.ts";
import { insertLocalRow, readLocalRows, updateLocalRow } from "../../database/mirror/local-rows.ts";
import { noteMirrorChange } from "../../database/mirror/mirror-rows.ts";
import { findMirroredTable } from "../../database/mirror/mirrored-columns.ts";
import {
  type ConflictRow,
  type ConflictVersions,
  forgetRowConflict,
  readConflicts,
  readKeptSecret,
  saveChoice,
} from "../../database/mirror/outbox.ts";
import { parseRowValues, type RowValues } from "../../database/mirror/row-values.ts";
import type { Database } from "../../database/open-database.ts";
import { storedRow } from "../stored-row.ts";

/**
 * Decides a conflict between the versions that were shown. The next push carries the decision out, if neither side has changed
 * again by then. Only a row that Mission Control has deleted is settled at once: it is gone, or it is here again and will be
 * added there.
 * @throws FlightDeckError not-found; push-conflict if a version has changed since; bad-input if the row cannot be brought back
 */
export function resolveConflict(database: Database, shown: ConflictVersions, choice: ConflictChoice): void {
  const { table, id, column } = shown;
  const conflict = readConflicts(database, table, [id])
    .get(id)
    ?.find((known) => known.column === column);
  if (!conflict) throw noConflict(shown);
  if (conflict.ours !== shown.ours || conflict.theirs !== shown.theirs) throw hasMoved(shown);
  if (column === wholeRow && conflict.theirs === null) settleDeleted(database, conflict, choice);
  else saveChoice(database, shown, choice);
}

function settleDeleted(database: Database, { table: name, id, base, ours }: ConflictRow, choice: ConflictChoice): void {
  const table = findMirroredTable(name);
  const key = { table: name, id };
  const sealedSecret = readKeptSecret(database, key);
  forgetRowConflict(database, key);
  if (choice === "theirs" || ours === null) return;
  const values = parseRowValues(ours);
  const isBack = readLocalRows(database, table, [id]).has(id);
  const before = isBack ? (base === null ? {} : parseRowValues(base)) : {};
  const columns = table.columns.filter(({ name: column, kind }) => {
    // A token for another address than the row's was not kept.
    return values[column] !== before[column] && !(kind === "secret" && sealedSecret === null);
  });
  const row = storedRow(columns, values, sealedSecret);
  try {
    if (isBack) updateLocalRow(database, table, id, row);
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

function noConflict({ table, id, column }: ConflictVersions): FlightDeckError {
  return new FlightDeckError(
    "not-found",
    `There is no conflict in ${column === wholeRow ? table : `${table}.${column}`} for ${id}.`,
    hintsOf("not-found").listConflicts,
  );
}

function hasMoved({ table, id, column }: ConflictVersions): FlightDeckError {
  return new FlightDeckError(
    "push-conflict",
    `A version of ${column === wholeRow ? table : `${table}.${column}`} for ${id} has changed since it was shown. Nothing was decided.`,
    hintsOf("push-conflict").lookAgain,
  );
}
