import type { RunError, RunEvent, SyncReport } from "../../shared/sync.ts";
import type { RunSnapshot } from "../../shared/views.ts";
import type { Database } from "../database/open-database.ts";
import { finishRun, recordRunErrors } from "../database/runs.ts";

/**
 * Ends in the history a run that a fault of ours cut off, with what is known of it.
 *
 * @returns the events that tell it to those who follow
 */
export function endBroken(database: Database, { run, errors, agents, gateway }: RunSnapshot): RunEvent[] {
  const error: RunError = {
    severity: "error",
    code: "internal",
    message: "The run was cut off by a fault of Flight Deck.",
    hint: "Sync again; if it happens again, report it with the log file of the data folder.",
    agentId: null,
    agentName: null,
    boardId: null,
  };
  const done = agents.flatMap((agent) => (agent.state === "done" ? [agent.outcome] : []));
  const { counts } = run;
  const report: SyncReport = {
    runId: run.id,
    gatewayId: run.gatewayId,
    dialect: gateway.dialect,
    gatewayVersion: gateway.version,
    includeMain: run.options.includeMain,
    resetSessions: run.options.resetSessions,
    agentsInScope: agents.filter(({ isMain }) => !isMain).length,
    agentsUpdated: counts.updated,
    agentsUnchanged: counts.unchanged,
    agentsSkipped: counts.skipped,
    agentsFailed: counts.failed,
    agentsNotAttempted: agents.length - done.length,
    mainUpdated: done.some(({ isMain, outcome }) => isMain && outcome === "updated"),
    errors: [...errors, error],
    agents: done,
    stats: {
      durationMs: Date.now() - Date.parse(run.startedAt),
      rpcCalls: 0,
      configWrites: 0,
      fileWrites: 0,
      retries: 0,
    },
  };
  recordRunErrors(database, run.id, [error]);
  finishRun(database, run.id, { status: "failed", report });
  return [
    { type: "error", error },
    { type: "ended", status: "failed", report },
  ];
}
