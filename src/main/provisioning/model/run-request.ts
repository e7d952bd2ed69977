import type { Plan } from "../../../shared/plan.ts";
import type { RunKind, runKinds } from "../../../shared/run-kinds.ts";
import type { RunEvent, RunStatus, SyncReport } from "../../../shared/sync.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";

/** The options of a run that only compares, and of one that writes. */
type ComparingOptions = SyncOptions & { dryRun: true };
type WritingOptions = SyncOptions & { dryRun: false };

/** The kinds of run that provision an agent for the first time. */
export type ProvisioningKind = {
  [Kind in RunKind]: (typeof runKinds)[Kind]["provisions"] extends true ? Kind : never;
}[RunKind];

/** Who started a run, for its history, and how its caller follows and cancels it. */
export type RunCaller = {
  startedBy: string;
  /** The run whose unfinished agents this one takes up. */
  retryOf?: string;
  /**
   * Changes the templates for this run, once it has its gateway's locks and before it reads them. If it throws, the run does not
   * begin.
   */
  takeTemplates?: (() => Promise<void>) | undefined;
  signal?: AbortSignal | undefined;
  onEvent?: ((event: RunEvent) => void) | undefined;
};

/** What a run is asked to do. */
type RunTask =
  /** Bring the agents in line, or make a plan if the options say so. */
  | { kind: "template-sync"; options: SyncOptions }
  /** Compare every agent. */
  | { kind: "drift-check"; options: ComparingOptions }
  /** Carry out this plan as far as it is still valid, and nothing else. */
  | { kind: "apply-plan"; options: WritingOptions; plan: Plan }
  /** First provisioning of the agents in scope: a token if there is none, BOOTSTRAP, and a wake-up message. */
  | { kind: ProvisioningKind; options: WritingOptions }
  /** Wake the agents in scope, and change nothing else of them. */
  | { kind: "wake"; options: WritingOptions };

export type RunSyncRequest = RunCaller & RunTask;

export type RunSyncResult = {
  status: Exclude<RunStatus, "running">;
  report: SyncReport;
  /** The plan of a dry run; null for other runs, and if the dry run ended before planning. */
  plan: Plan | null;
};
