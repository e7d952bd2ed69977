import { z } from "zod";
import { type DialectName, dialectNameSchema } from "./dialect-names.ts";
import { errorCodes } from "./errors.ts";
import type { OutcomeReason } from "./outcome-reasons.ts";

export const outcomes = ["updated", "unchanged", "skipped", "failed", "not-attempted"] as const;
export type Outcome = (typeof outcomes)[number];

export const severities = ["error", "warning"] as const;
export type Severity = (typeof severities)[number];

/** One entry of an error list: what happened to which agent of which board, and what to do about it. */
export const runErrorSchema = z.object({
  severity: z.enum(severities),
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string(),
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  boardId: z.string().nullable(),
});
export type RunError = z.infer<typeof runErrorSchema>;

/** The outcome of one agent in a run. */
export const agentOutcomeSchema = z.object({
  agentId: z.string(),
  agentName: z.string(),
  boardId: z.string().nullable(),
  isMain: z.boolean(),
  outcome: z.enum(outcomes),
  /** `reasonInWords` gives its words. Reports of earlier versions have sentences. */
  reason: z.custom<OutcomeReason>((reason) => typeof reason === "string").nullable(),
  filesWritten: z.array(z.string()),
  filesUnchanged: z.array(z.string()),
  filesPreserved: z.array(z.string()),
  /** Files for which a write was sent, but it is not known whether it arrived. */
  filesUncertain: z.array(z.string()).default([]),
});
export type AgentOutcome = z.infer<typeof agentOutcomeSchema>;

/** An agent as a run names it. */
export type AgentInRun = Pick<AgentOutcome, "agentId" | "agentName" | "boardId" | "isMain">;

/** The calls and writes of a run; null when not known, because the run was interrupted. */
export const runStatsSchema = z.object({
  durationMs: z.number().nullable(),
  rpcCalls: z.number().nullable(),
  configWrites: z.number().nullable(),
  fileWrites: z.number().nullable(),
  retries: z.number().nullable(),
});
export type RunStats = z.infer<typeof runStatsSchema>;

/** The result of a sync, as `sync --json` prints it and the history of runs stores it. */
export const syncReportSchema = z.object({
  runId: z.string(),
  gatewayId: z.string(),
  dialect: dialectNameSchema.nullable(),
  gatewayVersion: z.string().nullable(),
  includeMain: z.boolean(),
  resetSessions: z.boolean(),
  agentsInScope: z.number(),
  agentsUpdated: z.number(),
  agentsUnchanged: z.number(),
  agentsSkipped: z.number(),
  agentsFailed: z.number(),
  agentsNotAttempted: z.number(),
  mainUpdated: z.boolean(),
  errors: z.array(runErrorSchema),
  /** Where the run deviated from the records on purpose, and why; no action is needed. Older reports have none. */
  notes: z.array(z.string()).optional(),
  agents: z.array(agentOutcomeSchema),
  stats: runStatsSchema,
  /** False if the history could not take the report, because of trouble with the database: an error says why. */
  isStored: z.literal(false).optional(),
});
export type SyncReport = z.infer<typeof syncReportSchema>;

/** The status of a run. If its process died, it becomes "interrupted" when the next process opens the data folder. */
export const runStatuses = ["running", "succeeded", "failed", "unreachable", "cancelled", "interrupted"] as const;
export type RunStatus = (typeof runStatuses)[number];

export const runPhases = [
  "connecting",
  "reading",
  "planning",
  "writing-config",
  "writing-files",
  "waking",
  "checking-in",
  "finishing",
  "done",
] as const;
export type RunPhase = (typeof runPhases)[number];

/** The events of a run, in order. They contain neither file contents nor secrets. */
export type RunEvent =
  | { type: "started"; runId: string; gatewayId: string; gatewayName: string; startedAt: string }
  | { type: "phase"; phase: RunPhase }
  | { type: "scope"; agents: AgentInRun[] }
  | { type: "agent-state"; agentId: string; state: "reading" | "writing" }
  | { type: "agent-outcome"; outcome: AgentOutcome }
  | { type: "error"; error: RunError }
  /** The gateway does not answer: `attempt` failed with `reason`, the next attempt starts `nextTryInMs` after this event. */
  | { type: "gateway-waiting"; attempt: number; nextTryInMs: number; reason: string }
  /** A call that changes the gateway has no answer yet: how long the run has waited for it, and how long it will wait at most. */
  | { type: "call-pending"; method: string; waitedMs: number; limitMs: number; expectedMs: number | null }
  | { type: "gateway-connected"; version: string | null; dialect: DialectName | null }
  | { type: "call"; method: string; durationMs: number; ok: boolean }
  /** `endedAt` is the time in the history. */
  | { type: "ended"; status: Exclude<RunStatus, "running">; endedAt: string; report: SyncReport };

/** What a call without an answer is about, in words for the operator. */
export function pendingText({
  method,
  waitedMs,
  limitMs,
  expectedMs,
}: {
  method: string;
  waitedMs: number;
  limitMs: number;
  /** How long it usually takes; null if not known. */
  expectedMs: number | null;
}): string {
  const what =
    method === "config.patch" ? "the gateway to take the configuration in" : `the gateway to answer ${method}`;
  const expected = expectedMs === null ? "" : `about ${spellDuration(expectedMs)} expected, `;
  return `waiting for ${what}: ${Math.round(waitedMs / 1000)} s so far, ${expected}${spellDuration(limitMs)} at most`;
}

/** Such as `71 s` or `28 minutes`, rounded. */
export function spellDuration(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} minutes`;
}
