import { isSameEndpoint, printableAddress } from "../../../shared/addresses.ts";
import { agentLimitDoubts, workspaceRootDoubt } from "../../../shared/agent-doubts.ts";
import { boardDoubts } from "../../../shared/board-doubts.ts";
import type { Doubt } from "../../../shared/doubts.ts";
import { listAgentIdentities, listAgentsOfBoards, readAgentsById } from "../agents.ts";
import { listBoards } from "../boards.ts";
import { shortName } from "../fleet/name-row.ts";
import { listGateways } from "../gateways.ts";
import type { WhoseRecords } from "../list-staying-agents.ts";
import type { Database } from "../open-database.ts";
import { listOrganizations } from "../organizations.ts";
import { clashDoubts } from "./clash-doubts.ts";

/** The records to look at, by id; those that do not exist are left out. */
export type DoubtedRecords = { gateways?: string[]; boards?: string[]; agents?: string[] };

/**
 * The values in these records that are allowed but probably not intended, in the order of the records. Where agents would
 * share a key or a workspace, all agents concerned on the same gateways are named: which one is refused depends on their ages.
 */
export function findDoubts(db: Database, { gateways = [], boards = [], agents = [] }: DoubtedRecords): Doubt[] {
  return [
    ...(gateways.length > 0 ? doubtGateways(db, gateways) : []),
    ...(boards.length > 0 ? doubtBoards(db, boards) : []),
    ...(agents.length > 0 ? doubtAgents(db, agents) : []),
  ];
}

/** The doubts about a gateway or a board with everything on it, or about one agent. */
export function findDoubtsOf(db: Database, { gatewayId, boardId, agentId }: WhoseRecords): Doubt[] {
  const boards = listBoards(db).filter((board) => board.id === boardId || board.gatewayId === gatewayId);
  const ofGateway = gatewayId === undefined ? [] : listAgentIdentities(db, gatewayId);
  const ofBoard = boardId === undefined ? [] : listAgentsOfBoards(db, [boardId]);
  const agents = new Set([...ofGateway, ...ofBoard].map(({ id }) => id));
  if (agentId !== undefined) agents.add(agentId);
  const found = findDoubts(db, {
    gateways: gatewayId === undefined ? [] : [gatewayId],
    boards: boards.map(({ id }) => id),
    agents: [...agents],
  });
  return found.filter(({ table, id }) => table !== "agents" || agents.has(id));
}

function doubtGateways(db: Database, ids: string[]): Doubt[] {
  const gateways = listGateways(db);
  return ids.flatMap((id) => {
    const gateway = gateways.find((each) => each.id === id);
    if (!gateway) return [];
    const { name, url, organizationId } = gateway;
    const others = gateways.filter((other) => other.id !== id);
    const namesake = others.some((other) => other.organizationId === organizationId && isSameName(other.name, name));
    const twin = url === "" ? undefined : others.find((other) => other.url !== "" && isSameEndpoint(other.url, url));
    const texts = [
      namesake ? "has the name of another gateway of its organization." : null,
      twin ? `has the same address as "${shortName(twin.name)}" (${printableAddress(url)}).` : null,
      workspaceRootDoubt(gateway),
    ];
    return texts.flatMap((text): Doubt[] =>
      text === null ? [] : [{ table: "gateways", id, name: shortName(name), text }],
    );
  });
}

function doubtBoards(db: Database, ids: string[]): Doubt[] {
  const boards = new Map(listBoards(db).map((board) => [board.id, board]));
  const gateways = new Map(listGateways(db).map((gateway) => [gateway.id, gateway]));
  const organizations = new Map(listOrganizations(db).map(({ id, name }) => [id, name]));
  return ids.flatMap((id) => {
    const board = boards.get(id);
    if (!board) return [];
    const { gatewayId, name } = board;
    const gateway = gatewayId === null ? undefined : gateways.get(gatewayId);
    const namesake =
      gateway !== undefined &&
      [...boards.values()].some(
        (other) => other.id !== id && other.gatewayId === gatewayId && isSameName(other.name, name),
      );
    const texts = [
      ...(namesake ? ["has the name of another board of its gateway."] : []),
      ...boardDoubts(board, gateway, organizations),
    ];
    return texts.map((text): Doubt => ({ table: "boards", id, name: shortName(name), text }));
  });
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function doubtAgents(db: Database, ids: string[]): Doubt[] {
  const records = readAgentsById(db, ids);
  // An agent belongs to its board's gateway, whatever its own record names.
  const gatewayIds = [...new Set([...records.values()].map(({ gatewayId }) => gatewayId))];
  const limits = ids.flatMap((id) => {
    const agent = records.get(id);
    const texts = agent ? agentLimitDoubts(agent) : [];
    return texts.map((text): Doubt => ({ table: "agents", id, name: shortName(agent?.name ?? ""), text }));
  });
  return [
    ...doubtNames(db, gatewayIds, new Set(ids)),
    ...limits,
    ...gatewayIds.flatMap((gatewayId) => clashDoubts(db, gatewayId)),
  ];
}

/** Where agents of a board have the same name, one doubt names the youngest of these agents that has it. */
function doubtNames(db: Database, gatewayIds: string[], ids: ReadonlySet<string>): Doubt[] {
  const agents = gatewayIds.flatMap((gatewayId) => listAgentIdentities(db, gatewayId));
  const groups = Map.groupBy(
    agents.filter(({ boardId }) => boardId !== null),
    ({ boardId, name }) => `${boardId} ${name.trim().toLowerCase()}`,
  );
  return [...groups.values()].flatMap((namesakes): Doubt[] => {
    const last = namesakes.findLast(({ id }) => ids.has(id));
    if (namesakes.length < 2 || !last) return [];
    const text = "has the name of another agent of its board.";
    return [{ table: "agents", id: last.id, name: shortName(last.name), text }];
  });
}
