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
