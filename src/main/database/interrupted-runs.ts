import { countOutcomes } from "../../shared/count-outcomes.ts";
import type { AgentOutcome, SyncReport } from "../../shared/sync.ts";
import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { readRun } from "./read-runs.ts";
import { finishRun, recordAgentOutcomes } from "./runs.ts";
import { runs } from "./schema/history-tables.ts";
import { readUnfinishedAgents } from "./unfinished-agents.ts";

/**
 * Marks runs as interrupted that are recorded as `running` although their process has ended, and gives each agent in their
 * scope an outcome. Call it once at the start of a host, before it starts a run: a run under our own process id is then from an
 * earlier process with the same id.
 * @returns how many there were.
 */
export function markInterruptedRuns(db: Database): number {
  return interrupt(db, (processId) => processId === process.pid || !isAlive(processId));
}

/** The same at any later time: only for runs of other processes. */
export function markRunsOfDeadProcesses(db: Database): number {
  return interrupt(db, (processId) => processId !== process.pid && !isAlive(processId));
}

function interrupt(db: Database, isGone: (processId: number) => boolean): number {
  const running = db.orm
    .select({ id: runs.id, processId: runs.processId })
    .from(runs)
    .where(eq(runs.status, "running"))
    .all();
  const interrupted = running.filter(({ processId }) => isGone(processId));
  for (const { id } of interrupted) db.sqlite.transaction(() => interruptRun(db, id)).immediate();
  return interrupted.length;
}

function interruptRun(db: Database, runId: string): void {
  const unfinished = readUnfinishedAgents(db, runId, "Flight Deck ended");
  if (unfinished.length > 0) recordAgentOutcomes(db, runId, unfinished);
  finishRun(db, runId, { status: "interrupted", report: reportOf(db, runId) });
}

/** The recorded report of the run; null if none was recorded. */
function reportOf(db: Database, runId: string): SyncReport | null {
  const { run, agents, errors } = readRun(db, runId);
  // A run of a version that did not record its scope: not even the number of agents is known.
  if (agents.length === 0) return null;
  return {
    runId,
    gatewayId: run.gatewayId,
    dialect: null,
    gatewayVersion: null,
    includeMain: run.options.includeMain === true,
    resetSessions: run.options.resetSessions === true,
    ...countOutcomes(agents satisfies AgentOutcome[]),
    errors,
    agents,
    stats: { durationMs: null, rpcCalls: null, configWrites: null, fileWrites: null, retries: null },
  };
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
