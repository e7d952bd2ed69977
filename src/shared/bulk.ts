import type { RunError } from "./sync.ts";

/* What an action on many records does, or would do. */

/** The note says what happens to it, or why nothing does. */
export type BulkItem = { id: string; name: string; note: string };

/** Every record that was chosen is in one of the lists. In a preview, `failed` are those that could not be looked at. */
export type BulkReport = { done: BulkItem[]; leftOut: BulkItem[]; failed: BulkItem[] };

/** A step of a long action, and its report at the end. */
export type BulkStep = { done: number; of: number } | BulkReport;

/** A file in conflict, with both versions as they were compared. */
export type ConflictFile = {
  agentId: string;
  fileName: string;
  kept: { theirsMaskedSha256: string; oursMaskedSha256: string };
};

/** Why something was not done, and what to do about it. */
export type BulkProblem = Pick<RunError, "code" | "message" | "hint">;

/**
 * The files in conflict of the chosen agents: `done` in the report names the agents that have some, `failed` those that could not
 * be compared. The problems are those of whole gateways.
 */
export type Conflicts = { files: ConflictFile[]; report: BulkReport; problems: BulkProblem[] };

/** What a decision about files in conflict did: how many files, of which agents. */
export type DecisionReport = { files: number; runIds: string[]; report: BulkReport; problems: BulkProblem[] };
