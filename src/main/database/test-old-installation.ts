import type { Outcome } from "../../shared/sync.ts";
import type { Database } from "./open-database.ts";

/** Puts runs into the history in which an agent had these names and outcomes, in this order. */
export function saveOutcomes(
  db: Database,
  agentId: string,
  outcomes: { name: string; outcome: Outcome; dryRun: boolean }[],
): void {
  const run = db.sqlite.prepare(`
    INSERT INTO runs (id, gateway_id, gateway_name, kind, options, started_by, status, started_at, process_id)
    VALUES (:id, 'gateway', 'Gateway', 'template-sync', :options, 'test', 'succeeded', :startedAt, 1)`);
  const row = db.sqlite.prepare(`
    INSERT INTO run_agents (run_id, position, agent_id, agent_name, is_main, outcome, files_written, files_unchanged,
      files_preserved)
    VALUES (:id, 0, :agentId, :name, 0, :outcome, '[]', '[]', '[]')`);
  for (const [index, { name, outcome, dryRun }] of outcomes.entries()) {
    const id = `run-${index}`;
    run.run({ id, options: JSON.stringify({ dryRun }), startedAt: `2026-01-0${index + 1}T00:00:00.000000Z` });
    row.run({ id, agentId, name, outcome });
  }
}
