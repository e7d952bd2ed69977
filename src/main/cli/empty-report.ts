import type { SyncReport } from "../../shared/sync.ts";
import { RunTally } from "../provisioning/report/run-tally.ts";

/** A report without any result yet. */
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
    stats: { durationMs: null, rpcCalls: null, configWrites: null, fileWrites: null, retries: null },
  };
}
