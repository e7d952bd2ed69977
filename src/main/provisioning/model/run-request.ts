import type { Plan } from "../../../shared/plan.ts";
import type { RunEvent, RunStatus, SyncOptions, SyncReport } from "../../../shared/sync.ts";
import type { Run } from "../../database/runs.ts";

export type RunSyncRequest = {
  options: SyncOptions;
  kind: Run["kind"];
  /** Do what this plan says, as far as it still holds, and nothing else. */
  plan?: Plan;
  /** First provisioning of the agents in scope: a token where there is none, BOOTSTRAP, and a wake-up message. */
  provisioning?: boolean;
  /** Who asked, for the run history. */
  startedBy: string;
  signal?: AbortSignal | undefined;
  onEvent?: (event: RunEvent) => void;
};

export type RunSyncResult = {
  status: Exclude<RunStatus, "running" | "interrupted">;
  report: SyncReport;
  /** What a dry run planned; null of other runs, and where it did not get that far. */
  plan: Plan | null;
};
