import { type ConflictChoice, type MirrorConflict, wholeRow } from "../../../shared/mirror-push.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import type { Database } from "../open-database.ts";
import { prepareOnce } from "../prepare-once.ts";
import { findMirroredTable } from "./mirrored-columns.ts";
import { parseRowValues } from "./row-values.ts";

/** The ids of a table's rows that changed here since they were pushed, oldest change first. */
export function listOutbox(db: Database, table: string): string[] {
  return prepareOnce<{ table: string }, { id: string }>(
    db,
    "SELECT row_id AS id FROM mirror_changes WHERE table_name = :table ORDER BY revision",
  )
    .all({ table })
    .map(({ id }) => id);
}

/** The versions of these rows as last seen in PostgreSQL, by id; rows that were never seen there are missing. */
export function readMirrorVersions(db: Database, table: string, ids: readonly string[]): Map<string, string> {
  const rows = prepareOnce<{ table: string; ids: string }, { id: string; version: string }>(
    db,
    `SELECT row_id AS id, version FROM mirror_rows
     WHERE table_name = :table AND row_id IN (SELECT value FROM json_each(:ids))`,
  ).all({ table, ids: JSON.stringify(ids) });
  return new Map(rows.map(({ id, version }) => [id, version]));
}

export type ConflictRow = Omit<MirrorConflict, "name" | "seenAt">;

/** The conflicts of these rows, by row id. */
export function readConflicts(db: Database, table: string, ids: readonly string[]): Map<string, ConflictRow[]> {
  const rows = prepareOnce<{ table: string; ids: string }, ConflictRow>(
    db,
    `SELECT table_name AS "table", row_id AS id, column_name AS "column", base, ours, theirs, choice
     FROM mirror_conflicts WHERE table_name = :table AND row_id IN (SELECT value FROM json_each(:ids))`,
  ).all({ table, ids: JSON.stringify(ids) });
  return Map.groupBy(rows, ({ id }) => id);
}

/** Conflicts, the oldest first. */
export function listConflicts(db: Database): MirrorConflict[] {
  const rows = db.sqlite
    .prepare<[], Omit<MirrorConflict, "name">>(
      `SELECT table_name AS "table", row_id AS id, column_name AS "column", base, ours, theirs,
         seen_at AS seenAt, choice
       FROM mirror_conflicts ORDER BY seen_at, table_name, row_id, column_name`,
    )
    .all();
  return rows.map((row) => ({ ...row, name: nameOfRow(db, row) }));
}

function nameOfRow(db: Database, { table, id, column, ours, theirs }: Omit<MirrorConflict, "name">): string {
  const { nameColumn } = findMirroredTable(table);
  const stored = prepareOnce<{ id: string }, { name: string }>(
    db,
    `SELECT ${nameColumn} AS name FROM ${table} WHERE id = :id`,
  ).get({ id });
  if (stored) return stored.name;
  const values = parseRowValues((column === wholeRow ? (theirs ?? ours) : null) ?? "{}");
  return values[nameColumn] ?? "";
}

type RowKey = { table: string; id: string };

/**
 * Notes that a row was deleted here and changed there. The choice for versions that have not changed is kept. A version of ours
 * that was kept earlier is decided first: then this is noted at the next push.
 */
export function saveDeletedHere(
  db: Database,
  key: RowKey,
  { base, theirs }: { base: string | null; theirs: string | null },
): void {
  saveRowConflict(db, key, { base, ours: null, theirs, sealedSecret: null });
}

/** Keeps our version of a row that is removed because it was deleted there, unless `keepsVersion`. */
export function saveDeletedThere(
  db: Database,
  key: RowKey,
  kept: { base: string | null; ours: string | null; sealedSecret: string | null },
): void {
  saveRowConflict(db, key, { ...kept, theirs: null });
}

function saveRowConflict(
  db: Database,
  { table, id }: RowKey,
  values: { base: string | null; ours: string | null; theirs: string | null; sealedSecret: string | null },
): void {
  prepareOnce<object>(
    db,
    `INSERT INTO mirror_conflicts (table_name, row_id, column_name, base, ours, theirs, sealed_secret, seen_at)
     VALUES (:table, :id, :column, :base, :ours, :theirs, :sealedSecret, :now)
     ON CONFLICT (table_name, row_id, column_name) DO UPDATE SET
       base = excluded.base, ours = excluded.ours, theirs = excluded.theirs, sealed_secret = excluded.sealed_secret,
       choice = CASE WHEN ours IS excluded.ours AND theirs IS excluded.theirs THEN choice END
     WHERE ours IS NULL`,
  ).run({ table, id, column: wholeRow, ...values, now: nowTimestamp() });
}

/** Whether a version of ours of this row is kept until an operator decides. It is not replaced by another. */
export function keepsVersion(db: Database, { table, id }: RowKey): boolean {
  const conflicts = readConflicts(db, table, [id]).get(id) ?? [];
  return conflicts.some(({ column, ours }) => column === wholeRow && ours !== null);
}

/** The sealed secret of a row that was deleted there. */
export function readKeptSecret(db: Database, { table, id }: RowKey): string | null {
  const row = prepareOnce<object, { secret: string | null }>(
    db,
    `SELECT sealed_secret AS secret FROM mirror_conflicts
     WHERE table_name = :table AND row_id = :id AND column_name = :column`,
  ).get({ table, id, column: wholeRow });
  return row?.secret ?? null;
}

/** A conflict in the versions that a choice is made between. */
export type ConflictVersions = {
  table: string;
  id: string;
  column: string;
  ours: string | null;
  theirs: string | null;
};

/** @returns false if there is no such conflict any more between these versions. */
export function saveChoice(db: Database, versions: ConflictVersions, choice: ConflictChoice): boolean {
  const { changes } = prepareOnce<object>(
    db,
    `UPDATE mirror_conflicts SET choice = :choice
     WHERE table_name = :table AND row_id = :id AND column_name = :column AND ours IS :ours AND theirs IS :theirs`,
  ).run({ ...versions, choice });
  return changes > 0;
}

export function forgetRowConflict(db: Database, { table, id }: RowKey): void {
  prepareOnce<object>(
    db,
    "DELETE FROM mirror_conflicts WHERE table_name = :table AND row_id = :id AND column_name = :column",
  ).run({ table, id, column: wholeRow });
}
