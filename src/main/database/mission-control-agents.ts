import type { Database } from "./open-database.ts";

/**
 * Notes the agents whose rows came from Mission Control in a fleet file. Mission Control has a hash of each one's token, which
 * it does not exchange for ours by itself.
 */
export function saveMissionControlAgents(db: Database, ids: readonly string[]): void {
  db.sqlite
    .prepare("INSERT OR IGNORE INTO mission_control_agents (agent_id) SELECT value FROM json_each(?)")
    .run(JSON.stringify(ids));
}

/** The agents of this gateway did not come from Mission Control after all: the gateway is for practice. */
export function forgetMissionControlAgents(db: Database, gatewayId: string): void {
  db.sqlite
    .prepare("DELETE FROM mission_control_agents WHERE agent_id IN (SELECT id FROM agents WHERE gateway_id = ?)")
    .run(gatewayId);
}

/** Those of these agents whose rows came from Mission Control. */
export function listMissionControlAgents(db: Database, ids: readonly string[]): string[] {
  return db.sqlite
    .prepare<[string], string>(
      "SELECT agent_id FROM mission_control_agents WHERE agent_id IN (SELECT value FROM json_each(?))",
    )
    .pluck()
    .all(JSON.stringify(ids));
}
