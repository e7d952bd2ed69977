import type { Timestamp } from "./records.ts";

/* What a push to Mission Control's database did, and the conflicts it left, for window, command line and JSON output. */

/** Whose version of a conflict counts. */
export const conflictChoices = ["ours", "theirs"] as const;
export type ConflictChoice = (typeof conflictChoices)[number];

/** The column name of a conflict about a whole row: changed on one side and deleted on the other. */
export const wholeRow = "*";

/** What was changed both here and in Mission Control. For a whole row the values are JSON, null on the side that deleted it. */
export type MirrorConflict = {
  table: string;
  id: string;
  /** The row's name, or what tells it from others. */
  name: string;
  column: string;
  /** As it was when both sides were the same. */
  base: string | null;
  ours: string | null;
  theirs: string | null;
  seenAt: Timestamp;
  /** Decided, and carried out by the next push. */
  choice: ConflictChoice | null;
};

export type MirrorPushCounts = { added: number; changed: number; deleted: number };

/** A row that stays in the outbox, because one of the databases did not take the other's version. */
export type MirrorRefusal = {
  table: string;
  id: string;
  name: string;
  /** The database that did not take it: Mission Control's there, or ours here. */
  side: "there" | "here";
  reason: string;
};

export type MirrorPushReport = {
  startedAt: Timestamp;
  finishedAt: Timestamp;
  /** Rows written to Mission Control, by table. */
  counts: Record<string, MirrorPushCounts>;
  refused: MirrorRefusal[];
  /** Conflicts that wait for a decision, whichever push found them. */
  conflicts: MirrorConflict[];
  /** Rows in the outbox that were not pushed. */
  unpushed: number;
};
