import { z } from "zod";
import { errorCodes } from "./errors.ts";

/** What an operator may ask of a template sync (docs/behaviour.md, A sync). */
export const syncOptionsSchema = z.object({
  gatewayId: z.string(),
  boardId: z.string().nullable().default(null),
  /** Only these agents; the per-agent sync button and "Retry failed" use it. */
  agentIds: z.array(z.string()).nullable().default(null),
  /** Only agents that were not found synced when last looked at. */
  outOfSyncOnly: z.boolean().default(false),
  /** Only these files of each agent; the rest stays as it is. */
  fileNames: z.array(z.string()).nullable().default(null),
  includeMain: z.boolean().default(true),
  leadOnly: z.boolean().default(false),
  resetSessions: z.boolean().default(false),
  rotateTokens: z.boolean().default(false),
  rekeyAll: z.boolean().default(false),
  forceBootstrap: z.boolean().default(false),
  overwrite: z.boolean().default(false),
  /** Agents change their workspace also where that leaves something behind: it was copied, or is given up. */
  moveWorkspaces: z.boolean().default(false),
  /** Take over agents that exist on the gateway and were not made by Flight Deck; all but the gateway's default agent. */
  adopt: z.boolean().default(false),
  /** Take over the gateway's default agent, where a record names it. */
  adoptDefault: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  /** Fetch every file, also those whose size and time say that they are unchanged. */
  verify: z.boolean().default(false),
  /** Whom the files speak of as the user; null for the organization's owner. */
  userId: z.string().nullable().default(null),
});
export type SyncOptions = z.infer<typeof syncOptionsSchema>;

export const outcomes = ["updated", "unchanged", "skipped", "failed", "not-attempted"] as const;
export type Outcome = (typeof outcomes)[number];

export const severities = ["error", "warning"] as const;
export type Severity = (typeof severities)[number];

/** One row of an error list: what happened to which agent of which board, and what to do about it. */
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

/** How one agent fared in a run. */
export const agentOutcomeSchema = z.object({
  agentId: z.string(),
  agentName: z.string(),
  boardId: z.string().nullable(),
  isMain: z.boolean(),
  outcome: z.enum(outcomes),
  /** For skipped: paused, no-token or no-board; otherwise a few words on why, or null. */
  reason: z.string().nullable(),
  filesWritten: z.array(z.string()),
  filesUnchanged: z.array(z.string()),
  filesPreserved: z.array(z.string()),
  /** Files whose write was sent, but it is not known whether it arrived. */
  filesUncertain: z.array(z.string()).default([]),
});
export type AgentOutcome = z.infer<typeof agentOutcomeSchema>;

/** An agent as a run names it. */
export type AgentInRun = Pick<AgentOutcome, "agentId" | "agentName" | "boardId" | "isMain">;

/** What a run cost; null where that is not known, because the run did not come to its end. */
export const runStatsSchema = z.object({
  durationMs: z.number().nullable(),
  rpcCalls: z.number().nullable(),
  configWrites: z.number().nullable(),
  fileWrites: z.number().nullable(),
  retries: z.number().nullable(),
});
export type RunStats = z.infer<typeof runStatsSchema>;

/** The result of a sync: what `sync --json` prints and what the run history keeps. */
export const syncReportSchema = z.object({
  runId: z.string(),
  gatewayId: z.string(),
  dialect: z.enum(["classic", "current"]).nullable(),
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
  /** What the run did otherwise than the records ask for, and why; nothing to put right. Older reports have none. */
  notes: z.array(z.string()).optional(),
  agents: z.array(agentOutcomeSchema),
  stats: runStatsSchema,
});
export type SyncReport = z.infer<typeof syncReportSchema>;

/** Where a run stands. A run whose process died is "interrupted" once the next process opens the data folder. */
export const runStatuses = ["running", "succeeded", "failed", "unreachable", "cancelled", "interrupted"] as const;
export type RunStatus = (typeof runStatuses)[number];

export const runPhases = [
  "connecting",
  "reading",
  "planning",
  "writing-config",
  "writing-files",
  "finishing",
  "done",
] as const;
export type RunPhase = (typeof runPhases)[number];

/** What happens in a run, in order. Events carry no content of files and no secret. */
export type RunEvent =
  | { type: "started"; runId: string; gatewayId: string; gatewayName: string; startedAt: string }
  | { type: "phase"; phase: RunPhase }
  | { type: "scope"; agents: AgentInRun[] }
  | { type: "agent-state"; agentId: string; state: "reading" | "writing" }
  | { type: "agent-outcome"; outcome: AgentOutcome }
  | { type: "error"; error: RunError }
  /** The gateway is away: `attempt` failed with `reason`, the next try starts `nextTryInMs` after this event. */
  | { type: "gateway-waiting"; attempt: number; nextTryInMs: number; reason: string }
  /** A call that changes the gateway is still not answered: it has been waited for, and will be up to the limit. */
  | { type: "call-pending"; method: string; waitedMs: number; limitMs: number }
  | { type: "gateway-connected"; version: string | null; dialect: "classic" | "current" | null }
  | { type: "call"; method: string; durationMs: number; ok: boolean }
  | { type: "ended"; status: RunStatus; report: SyncReport };

/** What a call that is still not answered is about, in words for an operator. */
export function pendingText({
  method,
  waitedMs,
  limitMs,
}: {
  method: string;
  waitedMs: number;
  limitMs: number;
}): string {
  const what =
    method === "config.patch" ? "the gateway to take the configuration in" : `the gateway to answer ${method}`;
  const limit = limitMs < 120_000 ? `${Math.round(limitMs / 1000)} s` : `${Math.round(limitMs / 60_000)} minutes`;
  return `waiting for ${what}: ${Math.round(waitedMs / 1000)} s so far, ${limit} at most`;
}
