import type { Adoption } from "../../shared/plan.ts";
import { isWritten } from "../../shared/plan-work.ts";
import type { Agent, Board } from "../../shared/records.ts";
import type { SyncOptions } from "../../shared/sync.ts";
import type { ObservedAgent } from "./observed-agent.ts";
import { type DesiredFile, type FileStep, type OutlinedFile, planFiles, type RememberedFile } from "./plan-files.ts";
import type { Carrying, WorkspaceMove } from "./plan-move.ts";
import type { TokenDecision } from "./tokens/decide-token.ts";

/** An agent that a run is about. */
export type ScopedAgent = {
  agent: Agent;
  board: Board | null;
  key: string;
  /** Where it lives once the run is done. */
  workspace: string;
  isMain: boolean;
  /** Its change of workspace, once the gateway was asked what the present one holds. */
  move?: WorkspaceMove;
  /** Of an agent that is on the gateway under a key of no form of ours: its workspace is the one it has there, and stays. */
  foreign?: ForeignAgent;
};

export type ForeignAgent = {
  /** The gateway has it without an entry in its roster. */
  isImplied: boolean;
  /** This run takes it over, because the operator asked for it; null where it is ours already. */
  adopts: Adoption | null;
};

/** Everything a run will do to one agent. Holds the token only inside `token`; all contents are masked. */
export type AgentPlan = {
  scoped: ScopedAgent;
  isNew: boolean;
  token: TokenDecision;
  files: FileStep[];
  resetSession: boolean;
  /** Files that come from another workspace instead of a template. */
  carrying?: Carrying;
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
  options: Pick<SyncOptions, "overwrite" | "forceBootstrap" | "resetSessions" | "dryRun">;
};

/** Plans one agent. Pure: the same input gives the same plan. */
export function planAgent(input: AgentPlanInput): AgentPlan {
  const { scoped, observed, asksForUnavailable, token, desired, remembered, isNew, options } = input;
  const files = planFiles({
    desired,
    observed: observed.files,
    unavailable: observed.unavailable,
    asksForUnavailable,
    remembered,
    isNew,
    tokenChanges: token.kind === "mint",
    isAdopted: scoped.foreign?.adopts != null,
    overwrite: options.overwrite,
    forceBootstrap: options.forceBootstrap,
    withDiffs: options.dryRun,
  });
  return { scoped, isNew, token, files: token.kind === "skip" ? [] : files, resetSession: options.resetSessions };
}

export function filesToWrite(plan: AgentPlan): FileStep[] {
  return plan.files.filter(({ action }) => isWritten(action));
}
