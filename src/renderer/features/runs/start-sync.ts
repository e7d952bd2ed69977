import type { SyncOptions } from "../../../shared/sync-options.ts";
import { client } from "../../api/client.ts";
import { navigate } from "../../router/use-location.ts";
import { toastError } from "../../stores/toasts.ts";

export type SyncRequest = Pick<SyncOptions, "gatewayId"> & Partial<SyncOptions>;

/** Starts a sync and opens its run. An error at the start is shown as a message. */
export async function startSync(request: SyncRequest): Promise<void> {
  await showRun(client.runs.sync(request));
}

/** Takes up again what a run failed to do or did not attempt, and opens the new run. */
export async function retryUnfinished(runId: string): Promise<void> {
  await showRun(client.runs.retry({ id: runId, outcomes: ["failed", "not-attempted"] }));
}

/** Cancels a run after its current write. @returns whether it was accepted; if not, an error is shown */
export async function cancelRun(runId: string): Promise<boolean> {
  try {
    await client.runs.cancel({ id: runId });
    return true;
  } catch (error) {
    toastError(error);
    return false;
  }
}

/** Opens the run that an action started, if it started one. */
export async function showRun(started: Promise<{ runId: string | null }>): Promise<void> {
  try {
    const { runId } = await started;
    if (runId) navigate(`/runs/${runId}`);
  } catch (error) {
    toastError(error);
  }
}
