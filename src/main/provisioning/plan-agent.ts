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
    overwrite: options.overwrite,
    forceBootstrap: options.forceBootstrap,
    withDiffs: options.dryRun,
  });
  return { scoped, isNew, token, files: token.kind === "skip" ? [] : files, resetSession: options.resetSessions };
}

export function filesToWrite(plan: AgentPlan): FileStep[] {
  return plan.files.filter(({ action }) => isWritten(action));
}
