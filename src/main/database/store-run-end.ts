import type { RunError, RunStatus, SyncReport } from "../../shared/sync.ts";
import { eq } from "./drizzle.ts";
import { readFileWrites, recordFileWriteResults } from "./file-writes.ts";
import type { Database } from "./open-database.ts";
import { finishRun, recordAgentOutcomes, recordRunErrors } from "./runs.ts";
import { runAgents, runErrors, runs } from "./schema/history-tables.ts";

export type UnstoredEnd = { status: Exclude<RunStatus, "running">; report: SyncReport };

/**
 * Stores the end of a run that the database could not take when it ended. Its last error, which says so, is left out. Changes nothing
 * if the run has been given another end since.
 */
export function storeRunEnd(db: Database, runId: string, { status, report }: UnstoredEnd): void {
  const { isStored: _, ...rest } = report;
  const errors = report.errors.slice(0, -1);
  const isOnlyUnstored = status === "failed" && !errors.some(({ severity }) => severity === "error");
  db.sqlite.transaction(() => {
    const run = db.orm.select({ status: runs.status }).from(runs).where(eq(runs.id, runId)).get();
    if (run?.status !== "running") return;
    storeRows(db, runId, { ...report, errors });
    finishRun(db, runId, { status: isOnlyUnstored ? "succeeded" : status, report: { ...rest, errors } });
  })();
}

/** Replaces the errors that were recorded before, and adds the outcomes that were not. */
function storeRows(
  db: Database,
  runId: string,
  { agents, errors }: { agents: SyncReport["agents"]; errors: RunError[] },
) {
  const recorded = db.orm.select({ id: runAgents.agentId }).from(runAgents).where(eq(runAgents.runId, runId)).all();
  const ids = new Set(recorded.map(({ id }) => id));
  recordAgentOutcomes(
    db,
    runId,
    agents.filter(({ agentId }) => !ids.has(agentId)),
  );
  db.orm.delete(runErrors).where(eq(runErrors.runId, runId)).run();
  recordRunErrors(db, runId, errors);
  const writes = readFileWrites(db, runId);
  for (const { agentId, filesWritten, filesUncertain } of agents) {
    const open = (writes.get(agentId) ?? []).filter(({ state }) => state === "intended");
    const stateOf = (name: string) =>
      filesWritten.includes(name) ? "written" : filesUncertain.includes(name) ? "unknown" : "not-written";
    recordFileWriteResults(
      db,
      runId,
      open.map(({ fileName }) => ({ agentId, fileName, state: stateOf(fileName) })),
    );
  }
}
