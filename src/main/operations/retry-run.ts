import type { Outcome } from "../../shared/sync.ts";
import { readRunSummary } from "../database/read-runs.ts";
import type { RunHandle } from "../runs/run-hub.ts";
import type { RouterServices } from "./operation-services.ts";
import { repeatRun, requireOpen } from "./repeat-run.ts";

export type RetryRequest = { id: string; outcomes: Outcome[]; rotateTokens?: boolean | undefined };

/**
 * Starts a run that repeats what failed for these agents of a run, with the run's own options.
 * @returns the new run's id; null when there was nothing left to do
 * @throws FlightDeckError not-found, bad-input when no agent has such an outcome or the run is dismissed, run-in-progress
 */
export async function retryRun(services: RouterServices, { id, ...request }: RetryRequest): Promise<string | null> {
  const { runs, changes, startedBy } = services;
  const snapshot = runs.snapshot(id);
  // Whether it is dismissed can change after its end.
  requireOpen(readRunSummary(services.database, id));
  const repeat = async (handle: RunHandle) => {
    const result = await repeatRun(services, { snapshot, ...request }, { ...handle, startedBy });
    // The run that was taken up may be dismissed now.
    changes.emit("runs");
    return result;
  };
  return (await runs.start(repeat)).runId;
}
