import type { Database } from "./open-database.ts";
import { latestRunFirstSql } from "./run-order.ts";

/** The last run that brought an agent to its desired state, also when its record was deleted since. */
export function findLastProvisioning(
  db: Database,
  agentId: string,
): { agentName: string; startedAt: string } | undefined {
  return db.sqlite
    .prepare<[string], { agentName: string; startedAt: string }>(`
      SELECT done.agent_name AS agentName, runs.started_at AS startedAt
      FROM run_agents AS done JOIN runs ON runs.id = done.run_id
      WHERE done.agent_id = ? AND done.outcome IN ('updated', 'unchanged')
      ORDER BY ${latestRunFirstSql} LIMIT 1
    `)
    .get(agentId);
}
