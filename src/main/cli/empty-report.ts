import type { SyncReport } from "../../shared/sync.ts";
import { RunTally } from "../provisioning/run-tally.ts";

/** A report in which nothing has happened yet. */
export function emptyReport(gatewayId: string): Omit<SyncReport, "runId"> {
  return {
    gatewayId,
    dialect: null,
    gatewayVersion: null,
    includeMain: false,
    resetSessions: false,
    ...new RunTally().counts(),
    errors: [],
    agents: [],
    stats: { durationMs: 0, rpcCalls: 0, configWrites: 0, fileWrites: 0, retries: 0 },
  };
}
