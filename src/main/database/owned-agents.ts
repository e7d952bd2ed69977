import type { Database } from "./database.ts";
import { eq, inArray } from "./drizzle.ts";
import { settings } from "./schema/local-tables.ts";
import { saveSetting } from "./settings.ts";

/**
 * An agent whose key was freely chosen and that is still ours: Flight Deck put it on that gateway under that key, or adopted
 * it. Agents with keys in our own format need no such note.
 */
export type OwnedAgent = {
  gatewayId: string;
  key: string;
  workspace: string | null;
  /** A run was about to add it with that workspace, and has not seen it on the gateway yet. */
  isAwaited?: true;
};

/** The notes of these agents, by agent id. */
export function readOwnedAgents(db: Database, agentIds: readonly string[]): Map<string, OwnedAgent> {
  const names = agentIds.map(ownedAgentSetting);
  const rows = db.orm.select().from(settings).where(inArray(settings.key, names)).all();
  return new Map(rows.map(({ key, value }) => [key.slice(prefix.length), JSON.parse(value) as OwnedAgent]));
}

export function saveOwnedAgent(db: Database, agentId: string, owned: OwnedAgent): void {
  saveSetting(db, ownedAgentSetting(agentId), JSON.stringify(owned));
}

export function forgetOwnedAgent(db: Database, agentId: string): void {
  db.orm
    .delete(settings)
    .where(eq(settings.key, ownedAgentSetting(agentId)))
    .run();
}

const prefix = "owned-agent:";

export function ownedAgentSetting(agentId: string): string {
  return `${prefix}${agentId}`;
}
