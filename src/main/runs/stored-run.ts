import { countByOutcome } from "../../shared/count-outcomes.ts";
import type { RunSnapshot } from "../../shared/run-views.ts";
import type { Database } from "../database/open-database.ts";
import { type RunHistory, readRun } from "../database/read-runs.ts";
import { readRunTimeline } from "../database/run-timelines.ts";
import { slimReport } from "./live-run.ts";
import { runRowOf } from "./run-row.ts";

/**
 * A run from the history: one that has ended, or one of another process (as far as that has recorded it, a few agents behind).
 * @throws FlightDeckError not-found
 */
export function readStoredRun(database: Database, runId: string): RunSnapshot {
  const history = readRun(database, runId);
  const { run, agents, errors } = history;
  return {
    run: runRowOf({ ...run, agents: countByOutcome(agents), ...severitiesOf(history) }),
    seq: 0,
    phase: run.status === "running" ? "writing-files" : "done",
    agents: agents.map((outcome) => {
      const { agentId, agentName, boardId, isMain } = outcome;
      return { agentId, agentName, boardId, isMain, state: "done", outcome };
    }),
    errors,
    waiting: null,
    gateway: { version: run.report?.gatewayVersion ?? null, dialect: run.report?.dialect ?? null },
    report: run.report && slimReport(run.report),
    timeline: readRunTimeline(database, runId),
  };
}

function severitiesOf({ errors }: RunHistory): { errors: number; warnings: number } {
  const amount = errors.filter(({ severity }) => severity === "error").length;
  return { errors: amount, warnings: errors.length - amount };
}
