import { isOwnKey } from "../../../shared/identity.ts";
import type { Database } from "../../database/open-database.ts";
import { forgetOwnedAgent, readOwnedAgents, saveOwnedAgent } from "../../database/owned-agents.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

/** Which agents with keys that anybody could have chosen are ours all the same: those we added, and those we adopted. */
export type OwnedBook = {
  owns(scoped: ScopedAgent): boolean;
  /** Durable at once: a run that is cut off after it added an agent finds it again as its own. */
  noteAll(agents: ScopedAgent[]): void;
  /** Of those that were noted, forgets whom the gateway did not take: the next agent of that name may be made by hand. */
  forgetAbsent(agents: ScopedAgent[], roster: ReadonlyMap<string, unknown>): void;
};

export function openOwnedBook(database: Database, gatewayId: string, agents: ScopedAgent[]): OwnedBook {
  const foreign = agents.filter(({ key }) => !isOwnKey(key));
  const owned = readOwnedAgents(
    database,
    foreign.map(({ agent }) => agent.id),
  );
  const owns = ({ agent, key }: ScopedAgent) => {
    const noted = owned.get(agent.id);
    return noted !== undefined && noted.gatewayId === gatewayId && noted.key.toLowerCase() === key.toLowerCase();
  };
  const note = (scoped: ScopedAgent) => {
    const { agent, key, workspace } = scoped;
    if (isOwnKey(key) || (owns(scoped) && owned.get(agent.id)?.workspace === workspace)) return;
    const noted = { gatewayId, key, workspace };
    owned.set(agent.id, noted);
    saveOwnedAgent(database, agent.id, noted);
  };
  return {
    owns,
    noteAll: (noted) => noted.forEach(note),
    forgetAbsent(noted, roster) {
      for (const { agent, key, foreign } of noted) {
        if (isOwnKey(key) || roster.has(key) || foreign?.adopts === null) continue;
        owned.delete(agent.id);
        forgetOwnedAgent(database, agent.id);
      }
    },
  };
}
