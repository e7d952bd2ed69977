import { isWritten } from "../../../shared/plan-work.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import type { DesiredFile, OutlinedFile, RememberedFile } from "../model/desired-file.ts";
import type { ObservedAgent } from "../model/observed-agent.ts";
import { bootstrapName, isSeed } from "../model/openclaw-seeds.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { Carrying } from "../model/workspace-move.ts";
import type { TokenDecision } from "../tokens/decide-token.ts";
import { type FilePlanInput, type FileStep, planFiles } from "./plan-files.ts";

/** Everything a run will do to one agent. Contains the token only inside `token`; all contents are masked. */
export type AgentPlan = {
  scoped: ScopedAgent;
  isNew: boolean;
  token: TokenDecision;
  files: FileStep[];
  resetSession: boolean;
  /** Files copied from another workspace instead of rendered. */
  carrying?: Carrying;
  /** The other installation of Flight Deck that manages the agent until now, if any. */
  takesOverFrom: string | null;
};

export type AgentPlanInput = {
  scoped: ScopedAgent;
  observed: ObservedAgent;
  /** As for files. */
  asksForUnavailable: boolean;
  token: TokenDecision;
  desired: (DesiredFile | OutlinedFile)[];
  remembered: Map<string, RememberedFile>;
  isNew: boolean;
  takesOverFrom: string | null;
  options: SyncOptions;
} & Pick<FilePlanInput, "isVersion">;

/** Plans one agent. Pure: the same input gives the same plan. */
export function planAgent(input: AgentPlanInput): AgentPlan {
  const { scoped, observed, asksForUnavailable, token, desired, remembered, isNew, takesOverFrom, options } = input;
  const files = planFiles({
    desired: [...desired, ...clearedSeeds(input)],
    observed: observed.files,
    unavailable: observed.unavailable,
    asksForUnavailable,
    remembered,
    isNew,
    tokenChanges: token.kind === "mint",
    isAdopted: scoped.foreign?.adopts != null || scoped.isAdoptionUnfinished === true,
    mode: scoped.mode,
    options,
    ...(input.isVersion ? { isVersion: input.isVersion } : {}),
  });
  return {
    scoped,
    isNew,
    token,
    files: token.kind === "skip" ? [] : files,
    resetSession: options.resetSessions && scoped.mode === undefined,
    takesOverFrom,
  };
}

/**
 * No gateway deletes files. OpenClaw's own BOOTSTRAP.md, which tells an agent to ask who it is, is emptied where the agent has none of
 * ours: gateways leave empty files out of the prompt.
 */
export function clearedSeeds({ desired, observed }: Pick<AgentPlanInput, "desired" | "observed">): DesiredFile[] {
  if (desired.some(({ name }) => name === bootstrapName)) return [];
  const isThere = isSeed(bootstrapName, observed.files.get(bootstrapName)?.sha256 ?? null);
  return isThere ? [{ name: bootstrapName, maskedContent: "", owner: "bootstrap" }] : [];
}

export function filesToWrite(plan: AgentPlan): FileStep[] {
  return plan.files.filter(({ action }) => isWritten(action));
}
