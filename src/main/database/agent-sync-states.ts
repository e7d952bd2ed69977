import { nowTimestamp } from "../../shared/records.ts";
import { inJsonList } from "./in-json-list.ts";
import type { Database } from "./open-database.ts";
import { agentSyncStates } from "./schema/local-tables.ts";
import { readSetting, saveSetting } from "./settings.ts";

export type AgentSyncState = typeof agentSyncStates.$inferSelect;

/** The sync states of these agents, by agent id. */
export function readAgentSyncStates(db: Database, agentIds: readonly string[]): Map<string, AgentSyncState> {
  const rows = db.orm.select().from(agentSyncStates).where(inJsonList(agentSyncStates.agentId, agentIds)).all();
  return new Map(rows.map((row) => [row.agentId, row]));
}

const fleetRevision = "fleet-revision";

/**
 * How often the desired state has changed. Read it before agents' records, and pass it to `saveAgentSyncStates` with the states
 * found.
 */
export function readFleetRevision(db: Database): number {
  return Number(readSetting(db, fleetRevision) ?? 0);
}

/**
 * Saves the sync states of agents in one transaction. Deleted agents are left out. An agent whose desired state has changed
 * since `fleetRevisionAtStart` is saved as `unknown` rather than `synced`.
 * @param fleetRevisionAtStart the fleet's revision before the agents' records were read.
 */
export function saveAgentSyncStates(
  db: Database,
  states: readonly Omit<AgentSyncState, "checkedAt">[],
  fleetRevisionAtStart: number,
): void {
  const save = db.sqlite.prepare(`
    INSERT INTO agent_sync_states (agent_id, state, differing, checked_at)
    SELECT id,
      CASE WHEN :state = 'synced' AND revision > :fleetRevisionAtStart THEN 'unknown' ELSE :state END, :differing, :checkedAt
    FROM agents LEFT JOIN agent_revisions ON agent_revisions.agent_id = id
    WHERE id = :agentId
    ON CONFLICT (agent_id) DO UPDATE SET
      state = excluded.state, differing = excluded.differing, checked_at = excluded.checked_at
  `);
  const checkedAt = nowTimestamp();
  db.sqlite.transaction(() => {
    for (const { differing, ...row } of states) {
      save.run({ ...row, differing: JSON.stringify(differing), checkedAt, fleetRevisionAtStart });
    }
  })();
}

/** Agents by their own ids, and by those of their boards and gateways. */
export type Whose =
  | "all"
  | { agentIds?: readonly string[]; boardIds?: readonly string[]; gatewayIds?: readonly string[] };

/**
 * The desired state changed: agents recorded as synced become `unknown`, also for a run already in progress. Other states stay.
 */
export function forgetSyncStates(db: Database, whose: Whose): void {
  const { agentIds = [], boardIds = [], gatewayIds = [] } = whose === "all" ? {} : whose;
  const [agents, boards, gateways] = [agentIds, boardIds, gatewayIds].map((ids) => JSON.stringify(ids));
  const lists = { agents, boards, gateways, all: Number(whose === "all") };
  const these = `
    SELECT id FROM agents
    WHERE :all OR id IN (SELECT value FROM json_each(:agents)) OR board_id IN (SELECT value FROM json_each(:boards))
      OR gateway_id IN (SELECT value FROM json_each(:gateways))`;
  const change = db.sqlite.transaction(() => {
    const revision = readFleetRevision(db) + 1;
    saveSetting(db, fleetRevision, String(revision));
    db.sqlite
      .prepare(`
        INSERT INTO agent_revisions (agent_id, revision) SELECT id, :revision FROM (${these}) WHERE true
        ON CONFLICT (agent_id) DO UPDATE SET revision = excluded.revision
      `)
      .run({ ...lists, revision });
    db.sqlite
      .prepare(`UPDATE agent_sync_states SET state = 'unknown' WHERE state = 'synced' AND agent_id IN (${these})`)
      .run(lists);
  });
  // Another process may be about to count too.
  change.immediate();
}
