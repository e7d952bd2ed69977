import { and, eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { runDrift } from "./schema/history-tables.ts";

/** A file's diff as kept by a run; for a dry run, what would be written. */
export function findRunDiff(db: Database, runId: string, agentId: string, fileName: string): string | undefined {
  return db.orm
    .select({ diff: runDrift.diff })
    .from(runDrift)
    .where(and(eq(runDrift.runId, runId), eq(runDrift.agentId, agentId), eq(runDrift.fileName, fileName)))
    .get()?.diff;
}

/** The same for many files of one run. */
export function eachRunDiff(db: Database, runId: string): (agentId: string, fileName: string) => string | undefined {
  const select = db.sqlite
    .prepare<[string, string, string], string>(
      "SELECT diff FROM run_drift WHERE run_id = ? AND agent_id = ? AND file_name = ?",
    )
    .pluck();
  return (agentId, fileName) => select.get(runId, agentId, fileName);
}
