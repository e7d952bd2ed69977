import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { AgentOutcome, RunError } from "../../shared/sync.ts";
import { countRuns } from "./count-runs.ts";
import { and, asc, eq, getTableColumns, inArray, or, sql } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { latestRunFirst } from "./run-order.ts";
import type { Run, RunDrift } from "./runs.ts";
import { type RunCounts, runAgents, runDrift, runErrors, runs } from "./schema/history-tables.ts";
import { agents } from "./schema/record-tables.ts";

/** A run without its report, and how many agents (main agents included) ended in which outcome. */
export type RunSummary = Omit<Run, "report" | "counts"> & RunCounts;

export type RunFilter = {
  gatewayId?: string;
  /** Only runs of this board, and runs that had agents of it. */
  boardId?: string;
  /** Only runs that took up what this run left unfinished. */
  retryOf?: string;
  /** At most this many, the latest first. */
  limit: number;
};

export function listRuns(db: Database, { gatewayId, boardId, retryOf, limit }: RunFilter): RunSummary[] {
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
    .where(and(ofGateway, ofBoard, retryOf === undefined ? undefined : eq(runs.retryOf, retryOf)))
    .orderBy(latestRunFirst)
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
  const uncounted = rows.flatMap(({ id, counts }) => (counts === null ? [id] : []));
  const countsOf = countRuns(db, uncounted);
  return rows.map(({ counts, ...run }) => ({ ...run, ...(counts ?? countsOf(run.id)) }));
}

export type RunHistory = { run: Run; agents: AgentOutcome[]; errors: RunError[]; drift: RunDrift[] };

/**
 * Everything kept of a run.
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
    // In the order of the sync, as shown while it ran; deleted agents come last.
    agents: db.orm
      .select(agentColumns)
      .from(runAgents)
      .leftJoin(agents, eq(agents.id, runAgents.agentId))
      .where(eq(runAgents.runId, id))
      .orderBy(
        asc(runAgents.isMain),
        sql`${agents.createdAt} IS NULL`,
        asc(agents.createdAt),
        asc(agents.id),
        asc(position),
      )
      .all(),
    errors: db.orm.select(errorColumns).from(runErrors).where(eq(runErrors.runId, id)).orderBy(asc(seq)).all(),
    drift: db.orm.select(driftColumns).from(runDrift).where(eq(runDrift.runId, id)).all(),
  };
}

function gone(id: string): FlightDeckError {
  return new FlightDeckError("not-found", `There is no run with the id ${id}.`, hintsOf("not-found").run);
}
