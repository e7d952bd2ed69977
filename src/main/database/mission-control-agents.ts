import type { Database } from "./database.ts";

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

/** Those of these agents that Mission Control has: they came from it in a fleet file, or were pulled from its database. */
export function listMissionControlAgents(db: Database, ids: readonly string[]): string[] {
  return db.sqlite
    .prepare<[string], string>(
      `SELECT value FROM json_each(?) WHERE value IN (SELECT agent_id FROM mission_control_agents)
         OR value IN (SELECT row_id FROM mirror_rows WHERE table_name = 'agents')`,
    )
    .pluck()
    .all(JSON.stringify(ids));
}

/** The agents that were last seen in Mission Control's database and are here. */
export function listMirroredAgents(db: Database): string[] {
  return db.sqlite
    .prepare<[], string>("SELECT id FROM agents JOIN mirror_rows ON table_name = 'agents' AND row_id = id")
    .pluck()
    .all();
}
