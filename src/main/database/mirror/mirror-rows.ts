import type { Doubt } from "../../../shared/doubts.ts";
import type { MirrorChange, MirrorCounts, MirrorError } from "../../../shared/mirror.ts";
import { wholeRow } from "../../../shared/mirror-push.ts";
import type { StayingAgents } from "../../../shared/orphans.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import { and, count, desc, eq, isNotNull, type SQL } from "../drizzle.ts";
import type { Database } from "../open-database.ts";
import { prepareOnce } from "../prepare-once.ts";
import { mirrorChanges, mirrorConflicts, mirrorPulls } from "../schema/mirror-tables.ts";

type RowKey = { table: string; id: string };
type Values = { readonly [column: string]: string | null };

/** These rows as last seen in PostgreSQL, by id. */
export function readMirrorRows(db: Database, table: string, ids: readonly string[]): Map<string, Values> {
  const statement = prepareOnce<{ table: string; ids: string }, { id: string; base: string }>(
    db,
    `SELECT row_id AS id, base FROM mirror_rows
     WHERE table_name = :table AND row_id IN (SELECT value FROM json_each(:ids))`,
  );
  const rows = statement.all({ table, ids: JSON.stringify(ids) });
  return new Map(rows.map(({ id, base }) => [id, JSON.parse(base) as Values]));
}

/**
 * Remembers a row as PostgreSQL has it.
 * @param version `xmin:ctid` as `readSourceSchema` selects it; any other text makes the next pull read the row again.
 */
export function saveMirrorRow(db: Database, { table, id }: RowKey, version: string, base: Values): void {
  prepareOnce<RowKey & { version: string; base: string }>(
    db,
    `INSERT INTO mirror_rows (table_name, row_id, version, base) VALUES (:table, :id, :version, :base)
     ON CONFLICT (table_name, row_id) DO UPDATE SET version = excluded.version, base = excluded.base
       WHERE version <> excluded.version OR base <> excluded.base`,
  ).run({ table, id, version, base: JSON.stringify(base) });
}

/** Forgets a row that is not in PostgreSQL any more, with its conflicts and its place in the outbox. */
export function forgetMirrorRow(db: Database, key: RowKey): void {
  for (const table of ["mirror_rows", "mirror_changes"]) {
    prepareOnce<RowKey>(db, `DELETE FROM ${table} WHERE table_name = :table AND row_id = :id`).run(key);
  }
  saveMirrorConflicts(db, key, []);
}

/** The outbox: the revision of each row that changed here, by id. */
export function readMirrorChanges(db: Database, table: string, ids: readonly string[]): Map<string, number> {
  const statement = prepareOnce<{ table: string; ids: string }, { id: string; revision: number }>(
    db,
    `SELECT row_id AS id, revision FROM mirror_changes
     WHERE table_name = :table AND row_id IN (SELECT value FROM json_each(:ids))`,
  );
  const rows = statement.all({ table, ids: JSON.stringify(ids) });
  return new Map(rows.map(({ id, revision }) => [id, revision]));
}

/** What pushes have begun to write of these rows in the outbox, by id. It may have arrived. */
export function readSent(db: Database, table: string, ids: readonly string[]): Map<string, Values> {
  const statement = prepareOnce<{ table: string; ids: string }, { id: string; sent: string }>(
    db,
    `SELECT row_id AS id, sent FROM mirror_changes
     WHERE table_name = :table AND sent IS NOT NULL AND row_id IN (SELECT value FROM json_each(:ids))`,
  );
  const rows = statement.all({ table, ids: JSON.stringify(ids) });
  return new Map(rows.map(({ id, sent }) => [id, JSON.parse(sent) as Values]));
}

/** Notes what is about to be written of a row in the outbox; null if nothing of it has arrived. */
export function saveSent(db: Database, { table, id }: RowKey, sent: Values | null): void {
  prepareOnce<RowKey & { sent: string | null }>(
    db,
    "UPDATE mirror_changes SET sent = :sent WHERE table_name = :table AND row_id = :id",
  ).run({ table, id, sent: sent === null ? null : JSON.stringify(sent) });
}

/** Puts a row into the outbox, as the triggers do. */
export function noteMirrorChange(db: Database, { table, id }: RowKey): void {
  prepareOnce<object>(db, "UPDATE mirror_source SET change_count = change_count + 1").run({});
  prepareOnce<RowKey & { now: string }>(
    db,
    `INSERT INTO mirror_changes (table_name, row_id, revision, changed_at)
     SELECT :table, :id, change_count, :now FROM mirror_source WHERE true
     ON CONFLICT (table_name, row_id) DO UPDATE SET revision = excluded.revision, changed_at = excluded.changed_at`,
  ).run({ table, id, now: nowTimestamp() });
}

export function forgetMirrorChange(db: Database, key: RowKey): void {
  prepareOnce<RowKey>(db, "DELETE FROM mirror_changes WHERE table_name = :table AND row_id = :id").run(key);
}

export type StoredConflict = { column: string; base: string | null; ours: string | null; theirs: string | null };

/**
 * The row's conflicts are now exactly these; the choice for one that has not changed is kept. A version of ours that was kept
 * when Mission Control deleted the row goes only by an operator's decision.
 */
export function saveMirrorConflicts(db: Database, { table, id }: RowKey, conflicts: readonly StoredConflict[]): void {
  prepareOnce<RowKey & { wholeRow: string; columns: string }>(
    db,
    `DELETE FROM mirror_conflicts WHERE table_name = :table AND row_id = :id
       AND column_name NOT IN (SELECT value FROM json_each(:columns))
       AND NOT (column_name = :wholeRow AND ours IS NOT NULL)`,
  ).run({ table, id, wholeRow, columns: JSON.stringify(conflicts.map(({ column }) => column)) });
  if (conflicts.length === 0) return;
  const save = prepareOnce<RowKey & StoredConflict & { now: string }>(
    db,
    `INSERT INTO mirror_conflicts (table_name, row_id, column_name, base, ours, theirs, seen_at)
     VALUES (:table, :id, :column, :base, :ours, :theirs, :now)
     ON CONFLICT (table_name, row_id, column_name) DO UPDATE SET
       base = excluded.base, ours = excluded.ours, theirs = excluded.theirs, seen_at = excluded.seen_at,
       choice = CASE WHEN ours IS excluded.ours AND theirs IS excluded.theirs THEN choice END`,
  );
  const now = nowTimestamp();
  for (const conflict of conflicts) save.run({ table, id, ...conflict, now });
}

/** Within the transaction of a pull: whether the triggers leave its changes out of the outbox. */
export function setPulling(db: Database, pulling: boolean): void {
  prepareOnce<{ pulling: number }>(db, "UPDATE mirror_source SET pulling = :pulling").run({ pulling: Number(pulling) });
}

export function countUnpushed(db: Database): number {
  return db.orm.select({ rows: count() }).from(mirrorChanges).get()?.rows ?? 0;
}

export function countConflicts(db: Database): number {
  return db.orm.select({ columns: count() }).from(mirrorConflicts).get()?.columns ?? 0;
}

export type StoredPull = {
  startedAt: string;
  finishedAt: string;
  serverTime: string | null;
  isFull: boolean;
  counts: MirrorCounts | null;
  changes: MirrorChange[];
  staying?: StayingAgents[] | null;
  doubts?: Doubt[] | null;
  error: MirrorError | null;
};

/** Far more than a day of failed pulls would need to find the last good one. */
const pullsKept = 200;

export function saveMirrorPull(db: Database, pull: StoredPull): void {
  db.orm.insert(mirrorPulls).values(pull).run();
  // The last good ones stay, however many have failed since.
  db.sqlite
    .prepare(
      `DELETE FROM mirror_pulls
       WHERE id <= (SELECT max(id) FROM mirror_pulls) - ?
         AND id NOT IN (SELECT id FROM mirror_pulls WHERE error IS NULL ORDER BY id DESC LIMIT 1)
         AND id NOT IN (SELECT id FROM mirror_pulls WHERE error IS NULL AND is_full ORDER BY id DESC LIMIT 1)`,
    )
    .run(pullsKept);
}

/** The last pull, and the last ones that succeeded: of any kind, and of all rows. */
export function readLastPulls(db: Database): { [Which in "last" | "good" | "full"]: StoredPull | undefined } {
  const newestOf = (where?: SQL) =>
    db.orm.select().from(mirrorPulls).where(where).orderBy(desc(mirrorPulls.id)).limit(1).get();
  const isGood = isNotNull(mirrorPulls.counts);
  return { last: newestOf(), good: newestOf(isGood), full: newestOf(and(isGood, eq(mirrorPulls.isFull, true))) };
}
