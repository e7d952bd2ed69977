import { type Outcome, outcomes } from "../../shared/sync.ts";
import { count } from "./drizzle.ts";
import { inJsonList } from "./in-json-list.ts";
import type { Database } from "./open-database.ts";
import { type RunCounts, runAgents, runErrors } from "./schema/history-tables.ts";

/** Counts the agents by outcome, the errors and the warnings of these runs as recorded so far. */
export function countRuns(db: Database, runIds: readonly string[]): (runId: string) => RunCounts {
  const agentCounts = db.orm
    .select({ runId: runAgents.runId, outcome: runAgents.outcome, count: count() })
    .from(runAgents)
    .where(inJsonList(runAgents.runId, runIds))
    .groupBy(runAgents.runId, runAgents.outcome)
    .all();
  const errorCounts = db.orm
    .select({ runId: runErrors.runId, severity: runErrors.severity, count: count() })
    .from(runErrors)
    .where(inJsonList(runErrors.runId, runIds))
    .groupBy(runErrors.runId, runErrors.severity)
    .all();
  return (runId) => {
    const errors = errorCounts.filter((row) => row.runId === runId);
    return {
      agents: outcomeCounts(agentCounts.filter((row) => row.runId === runId)),
      errors: errors.find((row) => row.severity === "error")?.count ?? 0,
      warnings: errors.find((row) => row.severity === "warning")?.count ?? 0,
    };
  };
}

function outcomeCounts(rows: { outcome: Outcome; count: number }[]): Record<Outcome, number> {
  const counts = { updated: 0, unchanged: 0, skipped: 0, failed: 0, "not-attempted": 0 };
  for (const outcome of outcomes) counts[outcome] = rows.find((row) => row.outcome === outcome)?.count ?? 0;
  return counts;
}
