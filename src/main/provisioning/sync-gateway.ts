import type { SyncOptions } from "../../shared/sync-options.ts";
import { runSync } from "./engine/run-sync.ts";
import type { ProvisioningServices } from "./model/provisioning-services.ts";
import type { RunCaller, RunSyncResult } from "./model/run-request.ts";

export type SyncTemplatesRequest = RunCaller & {
  options: SyncOptions;
};

/**
 * Brings the files, tokens and roster entries of a gateway's agents in line with records and templates.
 * @throws FlightDeckError not-found, board-not-on-gateway or run-in-progress, before anything has begun
 */
export function syncTemplates(services: ProvisioningServices, request: SyncTemplatesRequest): Promise<RunSyncResult> {
  return runSync(services, { ...request, kind: "template-sync" });
}
