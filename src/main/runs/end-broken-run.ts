import { countOutcomes } from "../../shared/count-outcomes.ts";
import { type FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { nowTimestamp } from "../../shared/records.ts";
import type { RunSnapshot } from "../../shared/run-views.ts";
import type { AgentOutcome, RunError, RunEvent, SyncReport } from "../../shared/sync.ts";
import { catchStorageTrouble } from "../database/explain-database-failure.ts";
import type { Database } from "../database/open-database.ts";
import { finishRun, recordAgentOutcomes, recordRunErrors } from "../database/runs.ts";
import { readUnfinishedAgents } from "../database/unfinished-agents.ts";
import { errorRow } from "../provisioning/report/run-tally.ts";
import { reportNotStored } from "../provisioning/report/sync-errors.ts";

/**
 * Ends a run in the history that an internal error interrupted, with what is known of it.
 * @returns the events that tell its followers
 */
export function endBroken(database: Database, { run, errors, agents, gateway }: RunSnapshot): RunEvent[] {
  const error: RunError = {
    severity: "error",
    code: "internal",
    message: "The run was interrupted by an error in Flight Deck.",
    hint: hintsOf("internal").reportLog,
    agentId: null,
    agentName: null,
    boardId: null,
  };
  const done = agents.flatMap((agent) => (agent.state === "done" ? [agent.outcome] : []));
  const told = new Set(done.map(({ agentId }) => agentId));
  let unfinished: AgentOutcome[] = [];
  const unread = catchStorageTrouble(() => {
    unfinished = readUnfinishedAgents(database, run.id, "fault");
  });
  // An outcome that followers have may not have been saved before the error.
  const rest = unfinished.filter(({ agentId }) => !told.has(agentId));
  const outcomes = [...done, ...rest];
  const report: SyncReport = {
    runId: run.id,
    gatewayId: run.gatewayId,
    dialect: gateway.dialect,
    gatewayVersion: gateway.version,
    includeMain: run.options.includeMain,
    resetSessions: run.options.resetSessions,
    ...countOutcomes(outcomes),
    errors: [...errors, error],
    agents: outcomes,
    stats: {
      durationMs: Date.now() - Date.parse(run.startedAt),
      rpcCalls: null,
      configWrites: null,
      fileWrites: null,
      retries: null,
    },
  };
  const unrecorded = new Set(unfinished.map(({ agentId }) => agentId));
  const missing = outcomes.filter(({ agentId }) => unrecorded.has(agentId));
  let endedAt = nowTimestamp();
  const trouble =
    unread ??
    catchStorageTrouble(() => {
      if (missing.length > 0) recordAgentOutcomes(database, run.id, missing);
      recordRunErrors(database, run.id, [error]);
      endedAt = finishRun(database, run.id, { status: "failed", report });
    });
  return [
    ...rest.map((outcome): RunEvent => ({ type: "agent-outcome", outcome })),
    { type: "error", error },
    ...(trouble
      ? endUnstored(report, endedAt, trouble)
      : [{ type: "ended", status: "failed", endedAt, report } as const]),
  ];
}

function endUnstored(report: SyncReport, endedAt: string, trouble: FlightDeckError): RunEvent[] {
  const error = errorRow(reportNotStored(trouble), null);
  return [
    { type: "error", error },
    {
      type: "ended",
      status: "failed",
      endedAt,
      report: { ...report, errors: [...report.errors, error], isStored: false },
    },
  ];
}
