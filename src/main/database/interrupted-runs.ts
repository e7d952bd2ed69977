import { countOutcomes } from "../../shared/count-outcomes.ts";
import type { AgentOutcome, SyncReport } from "../../shared/sync.ts";
import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { readRun } from "./read-runs.ts";
import { finishRun, recordAgentOutcomes } from "./runs.ts";
import { runs } from "./schema/history-tables.ts";
import { readUnfinishedAgents } from "./unfinished-agents.ts";

/**
 * Marks runs as interrupted that are recorded as `running` although no process holds the lock of their gateway, and gives each
 * agent in their scope an outcome. A process id proves nothing: the operating system gives it to another process.
 * @param tryLock takes the lock of a gateway and returns its release; null while a run holds it, in this process or another
 * @returns their ids
 */
export function markInterruptedRuns(db: Database, tryLock: (gatewayId: string) => (() => void) | null): string[] {
  const running = db.orm
    .select({ id: runs.id, gatewayId: runs.gatewayId })
    .from(runs)
    .where(eq(runs.status, "running"))
    .all();
  const interrupted = running.filter(({ id, gatewayId }) => {
    const unlock = tryLock(gatewayId);
    if (!unlock) return false;
    try {
      return db.sqlite.transaction(() => interruptRun(db, id)).immediate();
    } finally {
      unlock();
    }
  });
  return interrupted.map(({ id }) => id);
}

/** @returns false if it has ended since */
function interruptRun(db: Database, runId: string): boolean {
  const run = db.orm.select({ status: runs.status }).from(runs).where(eq(runs.id, runId)).get();
  if (run?.status !== "running") return false;
  const unfinished = readUnfinishedAgents(db, runId, "app-ended");
  if (unfinished.length > 0) recordAgentOutcomes(db, runId, unfinished);
  finishRun(db, runId, { status: "interrupted", report: reportOf(db, runId) });
  return true;
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
