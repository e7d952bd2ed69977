import { syncOptionsSchema } from "../../shared/sync.ts";
import { type RunSyncRequest, type RunSyncResult, runSync } from "./run-sync.ts";
import type { ProvisioningServices } from "./services.ts";

export type CheckDriftRequest = Pick<RunSyncRequest, "startedBy" | "signal" | "onEvent"> & { gatewayId: string };

/** Compares every agent of a gateway with what we would have there. Reads only. */
export function checkDrift(
  services: ProvisioningServices,
  { gatewayId, ...request }: CheckDriftRequest,
): Promise<RunSyncResult> {
  return runSync(services, {
    ...request,
    kind: "drift-check",
    options: syncOptionsSchema.parse({ gatewayId, dryRun: true }),
  });
}
