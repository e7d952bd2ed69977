import { z } from "zod";
import { agentModes } from "./agent-modes.ts";
import { dialectNameSchema } from "./dialect-names.ts";
import type { JsonObject } from "./records.ts";
import { syncOptionsSchema } from "./sync-options.ts";

/** A plan: what a sync would do, and the state it was made for. It is shown, saved, and applied later. Contains no secret. */

/**
 * What happens to a file. `create`, `change` and `conflict` are written (in a conflict both versions changed: a sync writes
 * the template version and keeps the diff); `blocked` cannot be written now.
 */
export const fileActions = ["create", "change", "conflict", "unchanged", "preserved", "blocked"] as const;
export type FileAction = (typeof fileActions)[number];

/**
 * Which side changed since Flight Deck last wrote the file: `ours` (template or record), `theirs` (an edit on the gateway),
 * `both`, or `none`; `unknown` if Flight Deck never wrote it.
 */
export const fileMoves = ["none", "ours", "theirs", "both", "unknown"] as const;
export type FileMove = (typeof fileMoves)[number];

const jsonObject = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);

export const plannedFileSchema = z.object({
  name: z.string(),
  action: z.enum(fileActions),
  /** The reason, in a few words for the operator. */
  reason: z.string(),
  moved: z.enum(fileMoves),
  /** An earlier version comes back, in place of the template version. */
  isEarlier: z.boolean().optional(),
  /** The operator chose "Keep theirs": applying the plan records that, and does not write. Its action is `preserved` then. */
  keepsTheirs: z.literal(true).optional(),
  /** Whether it makes the agent out of sync, or only an option writes it. Older plans do not say. */
  isOutOfSync: z.boolean().optional(),
  /** Hashes of the template version and of the gateway version (null: missing), both with the token masked. */
  oursMaskedSha256: z.string(),
  theirsMaskedSha256: z.string().nullable(),
  /**
   * Unified diff from the gateway version to the template version with tokens masked; in saved plans, for files that are
   * written.
   */
  diff: z.string().optional(),
});
export type PlannedFile = z.infer<typeof plannedFileSchema>;

/**
 * `adopt`: an interrupted re-key is finished. `mismatched`: the token is left as it is, with a warning. `new`: the agent
 * gets its first token. `repair` and `rekey` replace the token.
 */
export const tokenSteps = ["keep", "adopt", "mismatched", "new", "repair", "rekey"] as const;
export type TokenStep = (typeof tokenSteps)[number];

export const plannedMoveSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** The agent stays where it is, because it would leave files behind. */
  isRefused: z.boolean(),
  /** The agent's own files that are moved unchanged, unless the new workspace has a file of that name. */
  carries: z.array(z.string()),
  /** Files that cannot be moved and stay in the old workspace. */
  leaves: z.array(z.object({ name: z.string(), why: z.string() })),
  /** Whether the gateway lists all files of a workspace; if not, there may be more than `leaves`. */
  isListed: z.boolean(),
});
export type PlannedMove = z.infer<typeof plannedMoveSchema>;

/** What the operator can choose to adopt: any agent that Flight Deck did not make, or the gateway's default agent. */
export const adoptions = ["agent", "default-agent"] as const;
export type Adoption = (typeof adoptions)[number];

/** Why a sync leaves out an agent that it is about. */
export const planSkips = ["paused", "no-board", "being-deleted"] as const;
export type PlanSkip = (typeof planSkips)[number];

export const plannedAgentSchema = z.object({
  agentId: z.string(),
  agentName: z.string(),
  boardId: z.string().nullable(),
  isMain: z.boolean(),
  agentKey: z.string(),
  /** The change of its entry in the gateway's roster: the keys that change, with their current and their new values. */
  entry: z.object({ kind: z.enum(["right", "add", "correct"]), before: jsonObject, after: jsonObject }),
  /** Its change of workspace, if its record requires one or an earlier one was interrupted. */
  move: plannedMoveSchema.optional(),
  /** The agent exists on the gateway and was not made by Flight Deck: applying the plan takes it over. */
  adopts: z.enum(adoptions).optional(),
  /** Another installation of Flight Deck manages the agent until now: applying the plan takes it over. */
  takesOverFrom: z.string().optional(),
  /** It was adopted with a mode that leaves something out. */
  mode: z.enum(agentModes).optional(),
  token: z.enum(tokenSteps),
  /** If it gets a new token: SHA-256 of the stored hash of the token that is replaced. Older plans have none. */
  replacesTokenSha256: z.string().optional(),
  resetSession: z.boolean(),
  /** All files except unchanged ones, which are only counted, because a fleet has tens of thousands. */
  files: z.array(plannedFileSchema),
  unchanged: z.number(),
  /** Why nothing can be done for this agent now; the rest is then empty. */
  blocked: z.string().nullable(),
  /** The sync leaves the agent out on purpose, and `blocked` says why in words. Older plans do not say. */
  skip: z.enum(planSkips).optional(),
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
  /**
   * Agents that move to another workspace, and agents that stay because they would leave files behind; older plans have
   * neither.
   */
  agentsToMove: z.number().optional(),
  movesRefused: z.number().optional(),
  /** Older plans have none. */
  agentsToAdopt: z.number().optional(),
  /** All agents that get a new token, and how many of these get their first one; older plans do not have the second number. */
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
    dialect: dialectNameSchema,
    /** Whether the gateway restarts when its configuration is written. Older plans do not say. */
    restartsOnPatch: z.boolean().optional(),
    /** Hash of the gateway's address; the plan does not contain the address itself. Older plans have none. */
    addressSha256: z.string().optional(),
  }),
  options: syncOptionsSchema,
  /** The state it was made for, in addition to the hashes of files. */
  templatesSha256: z.string(),
  /** The templates were not saved then. */
  madeWithDraft: z.literal(true).optional(),
  /** The settings outside the roster that the configuration patch adds; empty when there are none. Stored under this name. */
  extras: jsonObject,
  /** Unified diff of what the patch touches. */
  configDiff: z.string(),
  /** Where the plan deviates from the records, and why. Older plans have none. */
  notes: z.array(z.string()).optional(),
  summary: planSummarySchema,
  agents: z.array(plannedAgentSchema),
});
export type Plan = z.infer<typeof planSchema>;

/** The parts of a plan to apply: whole agents, or some files of an agent; null means everything. */
export const planSelectionSchema = z
  .array(z.object({ agentId: z.string(), files: z.array(z.string()).nullable().default(null) }))
  .nullable();
export type PlanSelection = z.infer<typeof planSelectionSchema>;

/** Files of a plan of which the gateway version is kept. */
export const planKeepsSchema = z.array(z.object({ agentId: z.string(), files: z.array(z.string()) })).default([]);
export type PlanKeeps = z.infer<typeof planKeepsSchema>;

/** Whether an agent on the gateway is as it should be, as of the last plan, sync or check. */
export const syncStates = ["synced", "out-of-sync", "conflict", "unknown"] as const;
export type SyncState = (typeof syncStates)[number];
