import type { Doubt } from "../../../shared/doubts.ts";
import type { MirrorChange, MirrorCheck, MirrorCounts, MirrorError, MirrorTlsMode } from "../../../shared/mirror.ts";
import type { StayingAgents } from "../../../shared/orphans.ts";
import { index, integer, primaryKey, sqliteTable, text } from "../drizzle.ts";

/*
 * The mirror of Mission Control's PostgreSQL (docs/architecture.md, The mirror). Without a row in `mirror_source` the records
 * belong to this installation, and the other tables are empty.
 */

/** Mission Control's database; at most one row, with the id 1. */
export const mirrorSource = sqliteTable("mirror_source", {
  id: integer("id").primaryKey(),
  /** The URL with its password, sealed by the vault for `mirrorUrlContext`. */
  sealedUrl: text("sealed_url").notNull(),
  tlsMode: text("tls_mode").$type<MirrorTlsMode>().notNull(),
  /** The certificates that the server's must be signed by, as PEM; null for those that Node trusts. */
  caPem: text("ca_pem"),
  pollSeconds: integer("poll_seconds").notNull(),
  /** Whether the operator wants changes written back. A role that may only read turns it off as well. */
  writeBack: integer("write_back", { mode: "boolean" }).notNull(),
  check: text("check_result", { mode: "json" }).$type<MirrorCheck>().notNull(),
  setAt: text("set_at").notNull(),
  /** Set within the transaction of a pull, so that the triggers do not record what it writes. */
  pulling: integer("pulling", { mode: "boolean" }).notNull().default(false),
  /** Counts the changes recorded by the triggers; `mirror_changes.revision` comes from it and is never used twice. */
  changeCount: integer("change_count").notNull().default(0),
});

/** The rows as last seen in PostgreSQL. */
export const mirrorRows = sqliteTable(
  "mirror_rows",
  {
    tableName: text("table_name").notNull(),
    rowId: text("row_id").notNull(),
    /** PostgreSQL's `xmin` and `ctid` of the row; every change gives it another one. */
    version: text("version").notNull(),
    /** By column name, spelled as in SQLite; secrets as the vault's fingerprint. Columns that the server lacks are missing. */
    base: text("base").notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.tableName, row.rowId] }),
    // A pull reads the version of every row, and `base` is long.
    index("mirror_rows_by_version").on(row.tableName, row.rowId, row.version),
  ],
);

/** The outbox: rows that changed here since the last push. Written by triggers on the record tables. */
export const mirrorChanges = sqliteTable(
  "mirror_changes",
  {
    tableName: text("table_name").notNull(),
    rowId: text("row_id").notNull(),
    /** Another one at each change: a push clears only the change that it pushed. */
    revision: integer("revision").notNull(),
    changedAt: text("changed_at").notNull(),
    /** Values that a push has begun to write, as `mirror_rows.base`: they may have arrived, although it was cut off. */
    sent: text("sent"),
  },
  (change) => [primaryKey({ columns: [change.tableName, change.rowId] })],
);

/** Columns that changed both here and in Mission Control. Values are spelled as in SQLite; secrets as a fingerprint. */
export const mirrorConflicts = sqliteTable(
  "mirror_conflicts",
  {
    tableName: text("table_name").notNull(),
    rowId: text("row_id").notNull(),
    columnName: text("column_name").notNull(),
    base: text("base"),
    ours: text("ours"),
    theirs: text("theirs"),
    /** The sealed token of a gateway that was deleted there: it comes back with the version of ours. */
    sealedSecret: text("sealed_secret"),
    seenAt: text("seen_at").notNull(),
    /** What the operator chose; carried out, and the conflict removed, by the next push. */
    choice: text("choice").$type<"ours" | "theirs">(),
  },
  (conflict) => [primaryKey({ columns: [conflict.tableName, conflict.rowId, conflict.columnName] })],
);

/** The pulls and what each changed. */
export const mirrorPulls = sqliteTable("mirror_pulls", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  startedAt: text("started_at").notNull(),
  finishedAt: text("finished_at").notNull(),
  /** PostgreSQL's time at the snapshot; null if it failed before that. */
  serverTime: text("server_time"),
  isFull: integer("is_full", { mode: "boolean" }).notNull(),
  /** By table; null if the pull failed. */
  counts: text("counts", { mode: "json" }).$type<MirrorCounts>(),
  /** The first rows that it changed or left out. */
  changes: text("changes", { mode: "json" }).$type<MirrorChange[]>().notNull(),
  /** The agents of deleted rows that stay on their gateways. */
  staying: text("staying", { mode: "json" }).$type<StayingAgents[]>(),
  /** The doubts about its rows. */
  doubts: text("doubts", { mode: "json" }).$type<Doubt[]>(),
  /** Why it failed: `code`, `message` and `hint`. */
  error: text("error", { mode: "json" }).$type<MirrorError>(),
});
