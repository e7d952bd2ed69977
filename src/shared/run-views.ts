import type { DialectName } from "./dialect-names.ts";
import type { RunKind } from "./run-kinds.ts";
import type { AgentOutcome, Outcome, RunError, RunEvent, RunPhase, RunStatus, SyncReport } from "./sync.ts";
import type { SyncOptions } from "./sync-options.ts";

/* What main sends of runs. It contains no secrets. Times are `Timestamp` texts unless the name ends in Ms. */

/** `startedBy` of automatic checks. No message is shown when they end. */
export const backgroundCheck = "background check";

export type RunRow = {
  id: string;
  kind: RunKind;
  gatewayId: string;
  gatewayName: string;
  startedBy: string;
  /** The run whose unfinished agents this one took up. */
  retryOf: string | null;
  status: RunStatus;
  startedAt: string;
  endedAt: string | null;
  options: SyncOptions;
  counts: Record<Outcome, number>;
  errors: number;
  warnings: number;
  /** Kept however old it is. */
  isPinned: boolean;
  /** Since when an interrupted run needs no attention any more. */
  dismissedAt: string | null;
};

/** Calls of one method within one second of a run: the timeline. */
export type CallBucket = {
  second: number;
  method: string;
  calls: number;
  failed: number;
  totalMs: number;
  maxMs: number;
};

export type RunAgentState = { agentId: string; agentName: string; boardId: string | null; isMain: boolean } & (
  | { state: "waiting" | "reading" | "writing" }
  | { state: "done"; outcome: AgentOutcome }
);

/**
 * The state of a run at `seq`: a page shows it, and then follows the events after `seq`. `report.agents` and `report.errors`
 * are empty here and in the `ended` event; use `agents` and `errors`.
 */
export type RunSnapshot = {
  run: RunRow;
  seq: number;
  phase: RunPhase;
  agents: RunAgentState[];
  errors: RunError[];
  /** Attempt 0 means that one call takes long and the gateway is reachable; `nextTryAtMs` is then the end of the wait. */
  waiting: { attempt: number; nextTryAtMs: number; reason: string } | null;
  gateway: { version: string | null; dialect: DialectName | null };
  report: SyncReport | null;
  timeline: CallBucket[];
};

/** A snapshot with the first agents, then the remaining agents; all as of the same `seq`. */
export type RunPiece = { snapshot: RunSnapshot } | { agents: RunAgentState[] };

/**
 * Events `fromSeq` to `toSeq` of a run, in order; at most 20 batches a second for any size of fleet. Continue after `toSeq`,
 * also after a reconnect: then no event is lost or repeated. Calls have sequence numbers as well and are summed up in
 * `calls`: each bucket that changed in this batch, complete, replaces the one with the same second and method. `waiting` is
 * the state at `toSeq`; in a `gateway-waiting` event, `nextTryInMs` counts from the sending of the batch.
 */
export type RunBatch = {
  fromSeq: number;
  toSeq: number;
  events: Exclude<RunEvent, { type: "call" }>[];
  calls: CallBucket[];
  waiting: RunSnapshot["waiting"];
};

export type RunDrift = { agentId: string; fileName: string; diff: string };
