import { z } from "zod";
import type { JsonObject } from "./records.ts";
import { syncOptionsSchema } from "./sync.ts";

/** What a sync would do, and what it was planned against: the document that is shown, saved, and applied later. Holds no secret. */

/**
 * What happens to a file. `create`, `change` and `conflict` are written (a conflict is a change of a file that moved on both
 * sides: a sync takes ours and keeps the diff); `blocked` cannot be written now.
 */
export const fileActions = ["create", "change", "conflict", "unchanged", "preserved", "blocked"] as const;
export type FileAction = (typeof fileActions)[number];

/**
 * Who moved since we last wrote the file: `ours` (template or record), `theirs` (somebody on the gateway), `both`, or `none`;
 * `unknown` where we never wrote it.
 */
export const fileMoves = ["none", "ours", "theirs", "both", "unknown"] as const;
export type FileMove = (typeof fileMoves)[number];

const jsonObject = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);

export const plannedFileSchema = z.object({
  name: z.string(),
  action: z.enum(fileActions),
  /** Why, in a few words an operator reads. */
  reason: z.string(),
  moved: z.enum(fileMoves),
  /** Hashes of our rendering and of what stands on the gateway (null: missing), both with the token masked. */
  oursMaskedSha256: z.string(),
  theirsMaskedSha256: z.string().nullable(),
  /** Unified diff from theirs to ours with tokens masked; in saved plans, where the file is written. */
  diff: z.string().optional(),
});
export type PlannedFile = z.infer<typeof plannedFileSchema>;

/**
 * `adopt`: a re-key that was cut off is finished. `mismatched`: it is left as it is, with a warning. `new`: the agent never had
 * one and gets its first. `repair` and `rekey` replace one.
 */
export const tokenSteps = ["keep", "adopt", "mismatched", "new", "repair", "rekey"] as const;
export type TokenStep = (typeof tokenSteps)[number];

export const plannedMoveSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** The agent stays where it is: it would leave something behind. */
  isRefused: z.boolean(),
  /** The agent's own files that go along as they are, unless the new workspace has a file of that name. */
  carries: z.array(z.string()),
  /** What cannot be taken along and stays in the old workspace. */
  leaves: z.array(z.object({ name: z.string(), why: z.string() })),
  /** Whether the gateway lists everything in a workspace: otherwise there may be more than `leaves`. */
  isListed: z.boolean(),
});
export type PlannedMove = z.infer<typeof plannedMoveSchema>;

/** What the operator may ask to be taken over: any agent that Flight Deck did not make, or the one that the gateway falls back to. */
export const adoptions = ["agent", "default-agent"] as const;
export type Adoption = (typeof adoptions)[number];

export const plannedAgentSchema = z.object({
  agentId: z.string(),
  agentName: z.string(),
  boardId: z.string().nullable(),
  isMain: z.boolean(),
  agentKey: z.string(),
  /** Its entry in the gateway's roster: what the keys that change hold, and what they shall hold. */
  entry: z.object({ kind: z.enum(["right", "add", "correct"]), before: jsonObject, after: jsonObject }),
  /** Its change of workspace, where its record asks for one or an earlier one was cut off. */
  move: plannedMoveSchema.optional(),
  /** The agent exists on the gateway and was not made by Flight Deck: applying the plan takes it over. */
  adopts: z.enum(adoptions).optional(),
  token: z.enum(tokenSteps),
  /** Where it gets a new token: SHA-256 of the stored hash of the one that it replaces. Older plans have none. */
  replacesTokenSha256: z.string().optional(),
  resetSession: z.boolean(),
  /** Every file but the unchanged ones, which are only counted: a fleet has tens of thousands. */
  files: z.array(plannedFileSchema),
  unchanged: z.number(),
  /** Why nothing at all can be done for this agent now; then the rest is empty. */
  blocked: z.string().nullable(),
});
export type PlannedAgent = z.infer<typeof plannedAgentSchema>;

export const planSummarySchema = z.object({
  /** Files by what happens to them; a blocked agent counts as one blocked. */
  create: z.number(),
  change: z.number(),
  conflict: z.number(),
  unchanged: z.number(),
  preserved: z.number(),
  blocked: z.number(),
  agentsToAdd: z.number(),
  agentsToCorrect: z.number(),
  /** Agents that change their workspace, and those that would leave something behind and stay; older plans have none. */
  agentsToMove: z.number().optional(),
  movesRefused: z.number().optional(),
  /** Older plans have none. */
  agentsToAdopt: z.number().optional(),
  /** All agents that get a token, and those of them that get their first; plans from before have no such number. */
  tokensToRepair: z.number(),
  firstTokens: z.number().optional(),
  sessionsToReset: z.number(),
  /** 1 when the gateway's configuration is written, else 0. */
  configWrites: z.number(),
});
export type PlanSummary = z.infer<typeof planSummarySchema>;

export const planSchema = z.object({
  format: z.literal("flight-deck-plan"),
  version: z.literal(1),
  /** The run that made it. */
  id: z.string(),
  madeAt: z.string(),
  gateway: z.object({
    id: z.string(),
    name: z.string(),
    version: z.string().nullable(),
    dialect: z.enum(["classic", "current"]),
    /** Hash of the address it was made on, which a plan does not hold itself; plans from before have none. */
    addressSha256: z.string().optional(),
  }),
  options: syncOptionsSchema,
  /** What it was planned against, beside the hashes of files. */
  templatesSha256: z.string(),
  /** The part of the configuration patch outside the roster; empty when there is none. */
  extras: jsonObject,
  /** Unified diff of what the patch touches. */
  configDiff: z.string(),
  /** What will be done otherwise than the records ask for, and why. Older plans have none. */
  notes: z.array(z.string()).optional(),
  summary: planSummarySchema,
  agents: z.array(plannedAgentSchema),
});
export type Plan = z.infer<typeof planSchema>;

/** What of a plan is to be applied: whole agents, or some files of an agent; null is everything. */
export const planSelectionSchema = z
  .array(z.object({ agentId: z.string(), files: z.array(z.string()).nullable().default(null) }))
  .nullable();
export type PlanSelection = z.infer<typeof planSelectionSchema>;

/** Whether an agent on the gateway is as we would have it, as of the last plan, sync or check. */
export const syncStates = ["synced", "out-of-sync", "conflict", "unknown"] as const;
export type SyncState = (typeof syncStates)[number];
