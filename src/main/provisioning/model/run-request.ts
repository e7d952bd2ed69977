import type { Plan } from "../../../shared/plan.ts";
import type { RunEvent, RunStatus, SyncReport } from "../../../shared/sync.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import type { Run } from "../../database/runs.ts";

export type RunSyncRequest = {
  options: SyncOptions;
  kind: Run["kind"];
  /** Carry out this plan as far as it is still valid, and nothing else. */
  plan?: Plan;
  /** First provisioning of the agents in scope: a token if there is none, BOOTSTRAP, and a wake-up message. */
  provisioning?: boolean;
  /** Who started it, for the run history. */
  startedBy: string;
  signal?: AbortSignal | undefined;
  onEvent?: (event: RunEvent) => void;
};

export type RunSyncResult = {
  status: Exclude<RunStatus, "running" | "interrupted">;
  report: SyncReport;
  /** The plan of a dry run; null for other runs, and if the dry run ended before planning. */
  plan: Plan | null;
};
