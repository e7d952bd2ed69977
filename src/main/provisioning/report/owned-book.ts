import { comparable } from "../../../shared/find-clashes.ts";
import { isOwnKeyOf } from "../../../shared/identity.ts";
import type { Database } from "../../database/open-database.ts";
import { forgetOwnedAgent, type OwnedAgent, readOwnedAgents, saveOwnedAgent } from "../../database/owned-agents.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

/** Which agents with freely chosen keys are ours: those we added, and those we adopted. */
export type OwnedBook = {
  owns(scoped: ScopedAgent): boolean;
  /** The id that a record's agent is noted under, which the record may not name any more. */
  notedKey(agentId: string): string | null;
  /** Durable at once: a run that is interrupted after it added an agent later recognizes it as its own. */
  noteAll(agents: ScopedAgent[]): void;
  /**
   * Confirms the noted agents that are on the gateway as ours, and removes the other notes: another agent with that key may
   * be made by hand.
   */
  confirm(agents: ScopedAgent[], ours: ReadonlySet<string>): void;
};

export function openOwnedBook(database: Database, gatewayId: string, agents: ScopedAgent[]): OwnedBook {
  const foreign = agents.filter(({ agent, key }) => !isOwnKeyOf(agent, key));
  const owned = readOwnedAgents(
    database,
    foreign.map(({ agent }) => agent.id),
  );
  const isNoted = (noted: OwnedAgent | undefined, key: string) =>
    noted?.gatewayId === gatewayId && noted.key.toLowerCase() === key.toLowerCase();
  const save = (agentId: string, noted: OwnedAgent) => {
    owned.set(agentId, noted);
    saveOwnedAgent(database, agentId, noted);
  };
  const confirmOne = (agentId: string) => {
    const awaited = owned.get(agentId);
    if (!awaited?.isAwaited) return;
    const { isAwaited: _, ...noted } = awaited;
    save(agentId, noted);
  };
  const owns = ({ agent, key, workspace }: ScopedAgent) => {
    const noted = owned.get(agent.id);
    if (!noted || !isNoted(noted, key)) return false;
    // The run that was to add it was cut off: what is there now may have been made by another program meanwhile.
    return !noted.isAwaited || comparable(noted.workspace ?? "") === comparable(workspace);
  };
  const note = (scoped: ScopedAgent) => {
    const { agent, key, workspace, foreign } = scoped;
    if (isOwnKeyOf(agent, key)) return;
    if (foreign && owns(scoped) && owned.get(agent.id)?.workspace === workspace) return;
    save(agent.id, { gatewayId, key, workspace, ...(foreign ? {} : { isAwaited: true }) });
  };
  return {
    owns,
    notedKey(agentId) {
      const noted = readOwnedAgents(database, [agentId]).get(agentId);
      return noted?.gatewayId === gatewayId ? noted.key : null;
    },
    noteAll: (noted) => noted.forEach(note),
    confirm(noted, ours) {
      for (const { agent, key, foreign } of noted) {
        if (isOwnKeyOf(agent, key)) continue;
        if (ours.has(key)) {
          confirmOne(agent.id);
          continue;
        }
        if (foreign?.adopts === null) continue;
        owned.delete(agent.id);
        forgetOwnedAgent(database, agent.id);
      }
    },
  };
}
