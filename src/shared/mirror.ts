import type { Doubt } from "./doubts.ts";
import type { ErrorCode } from "./errors.ts";
import type { Hint } from "./hint-words.ts";
import type { StayingAgents } from "./orphans.ts";
import type { Timestamp } from "./records.ts";

/* The mirror of Mission Control's PostgreSQL: what window, command line and JSON output show of it. Never a password. */

/**
 * How the connection is protected; the names are PostgreSQL's `sslmode` where they mean the same.
 * - `off`: without TLS.
 * - `require`: with TLS, whoever the server is.
 * - `verify-ca`: the certificate must be signed by a known authority.
 * - `verify-full`: and be made out to the server's name.
 */
export const mirrorTlsModes = ["off", "require", "verify-ca", "verify-full"] as const;
export type MirrorTlsMode = (typeof mirrorTlsModes)[number];

export const mirrorCheckStages = ["address", "tls", "login", "database", "tables", "rights"] as const;
export type MirrorCheckStage = (typeof mirrorCheckStages)[number];

/** One stage of the connection check. `text` is a sentence; `hint` says what to do about a failure or a notice. */
export type MirrorStageResult = {
  stage: MirrorCheckStage;
  result: "ok" | "notice" | "failed" | "not-reached";
  text: string;
  hint: Hint | null;
};

/** The result of a connection check. */
export type MirrorCheck = {
  checkedAt: Timestamp;
  ok: boolean;
  stages: MirrorStageResult[];
  /** Mission Control's migration level (`alembic_version`); null if it is not known. */
  migration: string | null;
  /** The role may only read: nothing is written back. */
  isReadOnly: boolean;
};

/** A row that a pull changed or left out. */
export type MirrorChange = {
  table: string;
  id: string;
  /** The row's name, or what tells it from others; empty if it has none. */
  name: string;
  kind: "added" | "changed" | "deleted" | "left-out";
  /** For `changed`, the columns; for a deleted row, those with changes that had not been pushed. */
  columns: string[];
  /** Why the row was left out, or deleted although Mission Control never had it. */
  reason: string | null;
};

/** Whether a pull did not take a row over, or deleted what only this installation had. */
export function isLoss({ kind, columns, reason }: MirrorChange): boolean {
  return kind === "left-out" || (kind === "deleted" && (columns.length > 0 || reason !== null));
}

export type MirrorTableCounts = { added: number; changed: number; deleted: number; leftOut: number };
/** By table, in the order in which rows refer to earlier tables. */
export type MirrorCounts = Record<string, MirrorTableCounts>;

/** How many changed rows of a table a report names, besides the deleted ones that are a loss. */
export const mostChangesShown = 200;

export type MirrorPullReport = {
  startedAt: Timestamp;
  finishedAt: Timestamp;
  isFull: boolean;
  counts: MirrorCounts;
  /** At most `mostChangesShown` of each table, and every loss by a deletion. */
  changes: MirrorChange[];
  /** The agents of deleted rows that stay on their gateways; reports of earlier versions have none. */
  staying?: StayingAgents[];
  /** The doubts about the rows, at most `mostChangesShown`. Absent when there are none. */
  doubts?: Doubt[];
};

/** The source without its secret. */
export type MirrorSourceView = {
  host: string;
  port: number;
  database: string;
  user: string;
  tls: MirrorTlsMode;
  hasCa: boolean;
  pollSeconds: number;
  /** Whether changes are written back: wanted, and the role may write. */
  writeBack: "on" | "off" | "read-only";
  setAt: Timestamp;
  check: MirrorCheck;
};

export type MirrorError = { code: ErrorCode; message: string; hint: Hint };

/** What `mirror status` and the window's badges show. `source` is null when the records are local. */
export type MirrorStatus = {
  source: MirrorSourceView | null;
  /** The last pull that succeeded. */
  lastPull: MirrorPullReport | null;
  /** Why the pulls since then failed; null if the last one succeeded. */
  lastError: (MirrorError & { at: Timestamp }) | null;
  /** The records are as of this time and pulls have failed since; null while they are fresh. */
  staleSince: Timestamp | null;
  /** Rows changed here that have not been pushed. */
  unpushed: number;
  /** Why the last push of this process did not write all of them; empty if it did. */
  pushProblems: MirrorError[];
  /** Columns that changed both here and in Mission Control. */
  conflicts: number;
  /** A pull in this process that is in progress: the rows read so far. */
  progress: MirrorProgress | null;
};

export type MirrorProgress = { table: string; rows: number };
