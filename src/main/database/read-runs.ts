import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { AgentOutcome, RunError, SyncReport } from "../../shared/sync.ts";
import { countRuns } from "./count-runs.ts";
import { and, asc, eq, getTableColumns, inArray, or, sql } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { latestRunFirst } from "./run-order.ts";
import type { Run, RunDrift } from "./runs.ts";
import { type RunCounts, runAgents, runDrift, runErrors, runs, type StoredReport } from "./schema/history-tables.ts";
import { agents } from "./schema/record-tables.ts";

/** A run without its report, and how many agents (main agents included) ended in which outcome. */
export type RunSummary = Omit<Run, "report" | "counts" | "templates"> & RunCounts;

export type RunFilter = {
  gatewayId?: string;
  /** Only runs of this board, and runs that had agents of it. */
  boardId?: string;
  /** Only runs that took up what this run left unfinished. */
  retryOf?: string;
  /** Only runs that are pinned. */
  pinned?: true;
  /** At most this many, the latest first. */
  limit: number;
};

export function listRuns(db: Database, { gatewayId, boardId, retryOf, pinned, limit }: RunFilter): RunSummary[] {
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
  const ofRun = retryOf === undefined ? undefined : eq(runs.retryOf, retryOf);
  const latest = db.orm
    .select(summaryColumns)
    .from(runs)
    .where(and(ofGateway, ofBoard, ofRun, pinned && eq(runs.isPinned, true)))
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

const { report: _, templates: __, ...summaryColumns } = getTableColumns(runs);

function summariesOf(db: Database, rows: Omit<Run, "report" | "templates">[]): RunSummary[] {
  const uncounted = rows.flatMap(({ id, counts }) => (counts === null ? [id] : []));
  const countsOf = countRuns(db, uncounted);
  return rows.map(({ counts, ...run }) => ({ ...run, ...(counts ?? countsOf(run.id)) }));
}

export type RunHistory = {
  run: Omit<Run, "report"> & { report: SyncReport | null };
  agents: AgentOutcome[];
  errors: RunError[];
  drift: RunDrift[];
};

/**
 * Everything kept of a run.
 * @throws FlightDeckError `not-found`.
 */
export function readRun(db: Database, id: string): RunHistory {
  const run = db.orm.select().from(runs).where(eq(runs.id, id)).get();
  if (!run) throw gone(id);
  const { runId: _d, ...driftColumns } = getTableColumns(runDrift);
  const agents = readOutcomes(db, id);
  const errors = readErrors(db, id);
  return {
    run: { ...run, report: run.report && completeReport(run.report, { agents: agents.asRecorded, errors }) },
    agents: agents.inOrderOfSync,
    errors,
    drift: db.orm.select(driftColumns).from(runDrift).where(eq(runDrift.runId, id)).all(),
  };
}

/** The outcomes in the order of the sync, as shown while it ran, with deleted agents last; and in the order of the report. */
function readOutcomes(db: Database, id: string): { inOrderOfSync: AgentOutcome[]; asRecorded: AgentOutcome[] } {
  const { runId: _, ...columns } = getTableColumns(runAgents);
  const rows = db.orm
    .select(columns)
    .from(runAgents)
    .leftJoin(agents, eq(agents.id, runAgents.agentId))
    .where(eq(runAgents.runId, id))
    .orderBy(
      asc(runAgents.isMain),
      sql`${agents.createdAt} IS NULL`,
      asc(agents.createdAt),
      asc(agents.id),
      asc(runAgents.position),
    )
    .all()
    .map(({ position, ...outcome }) => ({ position, outcome }));
  const recorded = rows.toSorted((one, other) => one.position - other.position);
  return {
    inOrderOfSync: rows.map(({ outcome }) => outcome),
    asRecorded: recorded.map(({ outcome }) => outcome),
  };
}

function readErrors(db: Database, id: string): RunError[] {
  const { runId: _, seq, ...columns } = getTableColumns(runErrors);
  return db.orm.select(columns).from(runErrors).where(eq(runErrors.runId, id)).orderBy(asc(seq)).all();
}

/** The report as it was when the run ended. */
function completeReport(stored: StoredReport, rows: Pick<SyncReport, "agents" | "errors">): SyncReport {
  const { errors = rows.errors, notes, agents = rows.agents, stats, ...facts } = stored;
  return { ...facts, errors, ...(notes ? { notes } : {}), agents, stats };
}

function gone(id: string): FlightDeckError {
  return new FlightDeckError("not-found", `There is no run with the id ${id}.`, hintsOf("not-found").run);
}
