import { nowTimestamp } from "../../shared/records.ts";
import { inJsonList } from "./in-json-list.ts";
import type { Database } from "./open-database.ts";
import { agentSyncStates } from "./schema/local.ts";

export type AgentSyncState = typeof agentSyncStates.$inferSelect;

/** What is known of how far these agents are from what they should be, by agent id. */
export function readAgentSyncStates(db: Database, agentIds: readonly string[]): Map<string, AgentSyncState> {
  const rows = db.orm.select().from(agentSyncStates).where(inJsonList(agentSyncStates.agentId, agentIds)).all();
  return new Map(rows.map((row) => [row.agentId, row]));
}

/** Remembers how agents were found just now, in place of what was known; one transaction. Agents that are gone are left out. */
export function saveAgentSyncStates(db: Database, states: readonly Omit<AgentSyncState, "checkedAt">[]): void {
  const save = db.sqlite.prepare(`
    INSERT INTO agent_sync_states (agent_id, state, differing, checked_at)
    SELECT id, :state, :differing, :checkedAt FROM agents WHERE id = :agentId
    ON CONFLICT (agent_id) DO UPDATE SET
      state = excluded.state, differing = excluded.differing, checked_at = excluded.checked_at
  `);
  const checkedAt = nowTimestamp();
  db.sqlite.transaction(() => {
    for (const { differing, ...row } of states) save.run({ ...row, differing: JSON.stringify(differing), checkedAt });
  })();
}

/**
 * What agents should be has changed: of those that were synced nobody knows now. Those that were not are not the better for it.
 *
 * @param whose the agents of these columns; none for all agents.
 */
export function forgetSyncStates(
  db: Database,
  whose: { id?: string; boardId?: string; gatewayId?: string } = {},
): void {
  const { id = null, boardId = null, gatewayId = null } = whose;
  db.sqlite
    .prepare(`
      UPDATE agent_sync_states SET state = 'unknown'
      WHERE state = 'synced' AND agent_id IN (
        SELECT id FROM agents
        WHERE (:id IS NULL OR id = :id) AND (:boardId IS NULL OR board_id = :boardId)
          AND (:gatewayId IS NULL OR gateway_id = :gatewayId))
    `)
    .run({ id, boardId, gatewayId });
}
