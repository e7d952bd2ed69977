import { type ConflictChoice, type MirrorConflict, wholeRow } from "../../../shared/mirror-push.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import type { Database } from "../open-database.ts";
import { prepareOnce } from "../prepare-once.ts";
import { findMirroredTable } from "./mirrored-columns.ts";

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
  const values = JSON.parse((column === wholeRow ? (theirs ?? ours) : null) ?? "{}") as Record<string, string | null>;
  return values[nameColumn] ?? "";
}

/** Notes that a row was changed on one side and deleted on the other. The choice for one that has not changed is kept. */
export function saveRowConflict(
  db: Database,
  { table, id }: { table: string; id: string },
  values: { base: string | null; ours: string | null; theirs: string | null },
): void {
  prepareOnce<object>(
    db,
    `INSERT INTO mirror_conflicts (table_name, row_id, column_name, base, ours, theirs, seen_at)
     VALUES (:table, :id, :column, :base, :ours, :theirs, :now)
     ON CONFLICT (table_name, row_id, column_name) DO UPDATE SET
       base = excluded.base, ours = excluded.ours, theirs = excluded.theirs,
       choice = CASE WHEN ours IS excluded.ours AND theirs IS excluded.theirs THEN choice END`,
  ).run({ table, id, column: wholeRow, ...values, now: nowTimestamp() });
}

/** @returns whether there is such a conflict. */
export function saveChoice(
  db: Database,
  { table, id, column }: { table: string; id: string; column: string },
  choice: ConflictChoice,
): boolean {
  const { changes } = prepareOnce<object>(
    db,
    `UPDATE mirror_conflicts SET choice = :choice
     WHERE table_name = :table AND row_id = :id AND column_name = :column`,
  ).run({ table, id, column, choice });
  return changes > 0;
}

export function forgetRowConflict(db: Database, { table, id }: { table: string; id: string }): void {
  prepareOnce<object>(
    db,
    "DELETE FROM mirror_conflicts WHERE table_name = :table AND row_id = :id AND column_name = :column",
  ).run({ table, id, column: wholeRow });
}
