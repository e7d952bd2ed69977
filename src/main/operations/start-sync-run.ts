import type { SyncOptions } from "../../shared/sync-options.ts";
import type { RunCaller } from "../provisioning/model/run-request.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import type { RouterServices } from "./operation-services.ts";
import { requireRunId } from "./require-run-id.ts";

/**
 * Starts a sync, or the making of a plan, which continues by itself.
 * @throws FlightDeckError as `syncTemplates`, before it has begun
 */
export async function startSyncRun(
  services: RouterServices,
  options: SyncOptions,
  caller: Pick<RunCaller, "takeTemplates"> = {},
): Promise<{ runId: string }> {
  const { runs, startedBy } = services;
  const started = await runs.start((handle) => syncTemplates(services, { options, startedBy, ...caller, ...handle }));
  return { runId: requireRunId(started.runId) };
}
