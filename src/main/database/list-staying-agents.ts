import { agentKey } from "../../shared/identity.ts";
import type { StayingAgents } from "../../shared/orphans.ts";
import type { Agent } from "../../shared/records.ts";
import { listAgents } from "./agents.ts";
import { readGatewayRoster } from "./gateway-rosters.ts";
import { listGateways } from "./gateways.ts";
import type { Database } from "./open-database.ts";
import { readOwnedAgents } from "./owned-agents.ts";

/** An agent that is on its gateway, or may be. */
export type PlacedAgent = Pick<Agent, "id" | "name" | "gatewayId"> & { gatewayName: string; isKnown: boolean };

/** Which records have a gateway, a board or an id in common. */
export type WhoseRecords = {
  gatewayId?: string | undefined;
  boardId?: string | undefined;
  agentId?: string | undefined;
};

/** The agents of these records that stay on their gateways when the records are deleted, by gateway. */
export function listStayingAgents(db: Database, { gatewayId, boardId, agentId }: WhoseRecords): StayingAgents[] {
  const isMeant = (agent: Agent) => agent.gatewayId === gatewayId || agent.boardId === boardId || agent.id === agentId;
  return byGateway(listPlacedAgents(db, listAgents(db).filter(isMeant)));
}

/** Those of these agents that are on their gateways, or may be where a gateway's roster was never read. Makes no call. */
export function listPlacedAgents(db: Database, agents: Agent[]): PlacedAgent[] {
  const names = new Map(listGateways(db).map(({ id, name }) => [id, name]));
  const owned = readOwnedAgents(
    db,
    agents.map(({ id }) => id),
  );
  const rosters = new Map([...names.keys()].map((id) => [id, keysOf(db, id)]));
  return agents.flatMap((agent) => {
    const { id, name, gatewayId, agentTokenHash } = agent;
    const roster = rosters.get(gatewayId);
    const isNoted = owned.get(id)?.gatewayId === gatewayId && !owned.get(id)?.isAwaited;
    const isKnown = roster?.has(agentKey(agent).toLowerCase()) === true || isNoted;
    // Without a roster, an agent with a token was probably provisioned there.
    if (!isKnown && (roster || agentTokenHash === null)) return [];
    return [{ id, name, gatewayId, gatewayName: names.get(gatewayId) ?? gatewayId, isKnown }];
  });
}

export function byGateway(agents: PlacedAgent[]): StayingAgents[] {
  const groups = Map.groupBy(agents, ({ gatewayId, isKnown }) => `${gatewayId} ${isKnown}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { gatewayId, gatewayName, isKnown } = first;
    return [{ gatewayId, gatewayName, isKnown, names: group.map(({ name }) => name) }];
  });
}

function keysOf(db: Database, gatewayId: string): Set<string> | null {
  const roster = readGatewayRoster(db, gatewayId);
  return roster && new Set(roster.members.map(({ key }) => key.toLowerCase()));
}
