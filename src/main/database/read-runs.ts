import { FlightDeckError } from "../../shared/errors.ts";
import { type AgentOutcome, type Outcome, outcomes, type RunError } from "../../shared/sync.ts";
import { and, asc, count, desc, eq, getTableColumns, inArray, or, sql } from "./drizzle.ts";
import { inJsonList } from "./in-json-list.ts";
import type { Database } from "./open-database.ts";
import type { Run, RunDrift } from "./runs.ts";
import { runAgents, runDrift, runErrors, runs } from "./schema/history.ts";

/** A run without its report, and how many agents (main agents included) ended in which outcome. */
export type RunSummary = Omit<Run, "report"> & { agents: Record<Outcome, number>; errors: number; warnings: number };

export type RunFilter = {
  gatewayId?: string;
  /** Runs of this board alone, and those that had agents of it. */
  boardId?: string;
  /** At most so many, the latest first. */
  limit: number;
};

export function listRuns(db: Database, { gatewayId, boardId, limit }: RunFilter): RunSummary[] {
  const ofGateway = gatewayId === undefined ? undefined : eq(runs.gatewayId, gatewayId);
  const ofBoard =
    boardId === undefined
      ? undefined
      : or(
          eq(sql`${runs.options} ->> 'boardId'`, boardId),
          inArray(
            runs.id,
            db.orm.select({ runId: runAgents.runId }).from(runAgents).where(eq(runAgents.boardId, boardId)),
          ),
        );
  const latest = db.orm
    .select(summaryColumns)
    .from(runs)
    .where(and(ofGateway, ofBoard))
    .orderBy(desc(runs.startedAt), desc(runs.id))
    .limit(limit)
    .all();
  return summariesOf(db, latest);
}

/** @throws FlightDeckError `not-found`. */
export function readRunSummary(db: Database, id: string): RunSummary {
  const [summary] = summariesOf(db, db.orm.select(summaryColumns).from(runs).where(eq(runs.id, id)).all());
  if (summary) return summary;
  throw gone(id);
}

const { report: _, ...summaryColumns } = getTableColumns(runs);

function summariesOf(db: Database, rows: Omit<Run, "report">[]): RunSummary[] {
  const ids = rows.map((run) => run.id);
  const agentCounts = db.orm
    .select({ runId: runAgents.runId, outcome: runAgents.outcome, count: count() })
    .from(runAgents)
    .where(inJsonList(runAgents.runId, ids))
    .groupBy(runAgents.runId, runAgents.outcome)
    .all();
  const errorCounts = db.orm
    .select({ runId: runErrors.runId, severity: runErrors.severity, count: count() })
    .from(runErrors)
    .where(inJsonList(runErrors.runId, ids))
    .groupBy(runErrors.runId, runErrors.severity)
    .all();
  return rows.map((run) => {
    const agents = agentCounts.filter((row) => row.runId === run.id);
    const errors = errorCounts.filter((row) => row.runId === run.id);
    return {
      ...run,
      agents: outcomeCounts(agents),
      errors: errors.find((row) => row.severity === "error")?.count ?? 0,
      warnings: errors.find((row) => row.severity === "warning")?.count ?? 0,
    };
  });
}

function outcomeCounts(rows: { outcome: Outcome; count: number }[]): Record<Outcome, number> {
  const counts = { updated: 0, unchanged: 0, skipped: 0, failed: 0, "not-attempted": 0 } satisfies Record<
    Outcome,
    number
  >;
  for (const outcome of outcomes) counts[outcome] = rows.find((row) => row.outcome === outcome)?.count ?? 0;
  return counts;
}

export type RunHistory = { run: Run; agents: AgentOutcome[]; errors: RunError[]; drift: RunDrift[] };

/**
 * Everything that is kept of a run.
 *
 * @throws FlightDeckError `not-found`.
 */
export function readRun(db: Database, id: string): RunHistory {
  const run = db.orm.select().from(runs).where(eq(runs.id, id)).get();
  if (!run) throw gone(id);
  const { runId: _a, position, ...agentColumns } = getTableColumns(runAgents);
  const { runId: _e, seq, ...errorColumns } = getTableColumns(runErrors);
  const { runId: _d, ...driftColumns } = getTableColumns(runDrift);
  return {
    run,
    agents: db.orm.select(agentColumns).from(runAgents).where(eq(runAgents.runId, id)).orderBy(asc(position)).all(),
    errors: db.orm.select(errorColumns).from(runErrors).where(eq(runErrors.runId, id)).orderBy(asc(seq)).all(),
    drift: db.orm.select(driftColumns).from(runDrift).where(eq(runDrift.runId, id)).all(),
  };
}

function gone(id: string): FlightDeckError {
  return new FlightDeckError(
    "not-found",
    `There is no run with the id ${id}.`,
    "`runs list` shows the runs that are kept.",
  );
}
