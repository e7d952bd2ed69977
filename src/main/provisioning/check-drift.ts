import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { findMainAgent } from "../database/agents.ts";
import { catchStorageTrouble } from "../database/explain-database-failure.ts";
import { deleteOlderRuns } from "../database/prune-history.ts";
import { runSync } from "./engine/run-sync.ts";
import type { ProvisioningServices } from "./model/provisioning-services.ts";
import type { RunCaller, RunSyncResult } from "./model/run-request.ts";

export type CheckDriftRequest = RunCaller & {
  gatewayId: string;
};

/**
 * Finds the sync state of a gateway's agents, and saves it. Reads only. Of checks with the same `startedBy`, the history keeps
 * the latest that succeeded and those that alone say what is known of an agent, because background checks never stop.
 * @throws FlightDeckError not-found, run-in-progress
 */
export async function checkDrift(services: ProvisioningServices, request: CheckDriftRequest): Promise<RunSyncResult> {
  const { gatewayId, ...rest } = request;
  const { database } = services;
  const includeMain = findMainAgent(database, gatewayId) !== undefined;
  const options = { ...syncOptionsSchema.parse({ gatewayId, includeMain }), dryRun: true as const };
  const result = await runSync(services, { ...rest, kind: "drift-check", options });
  if (result.status === "succeeded") {
    const { startedBy } = request;
    // What is left over now is deleted after the next check.
    catchStorageTrouble(() =>
      deleteOlderRuns(database, { gatewayId, kind: "drift-check", startedBy, keepRunId: result.report.runId }),
    );
  }
  return result;
}
