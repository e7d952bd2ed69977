import { type Agent, agentSchema, type Board, boardSchema, type Gateway, gatewaySchema } from "../../shared/records.ts";
import { type AgentRole, agentRoles } from "../../shared/template-check.ts";
import { listAgents } from "../database/agents.ts";
import { listBoards } from "../database/boards.ts";
import { readGatewayNotes } from "../database/gateway-notes.ts";
import type { Database } from "../database/open-database.ts";
import { lastSeenGateway } from "../database/seen-gateway.ts";
import { variablesOfGateway } from "../database/template-variables.ts";
import type { Dialect } from "../gateway/dialect.ts";
import { dialectNamed, dialects } from "../gateway/dialects.ts";
import { scopedAgent } from "../provisioning/desired/find-scope.ts";
import type { ScopedAgent } from "../provisioning/model/scoped-agent.ts";
import type { SetUsers } from "./template-sets.ts";

/** An agent that templates are tried with, on a gateway of this dialect. */
export type AgentToCheck = { role: AgentRole; gateway: Gateway; scoped: ScopedAgent; dialect: Dialect };

/**
 * The agents that templates are tried with. Agents on the given gateways that use the templates are alike if they have the same role,
 * the same variables and the same limits of their gateway; of each such group, one is tried. A role without agents gets a made-up one.
 * A gateway that was never reached counts as one of every dialect.
 */
export function agentsToCheck(
  database: Database,
  { gateways, uses }: SetUsers,
  roles: readonly AgentRole[],
): AgentToCheck[] {
  const found = new Map<string, AgentToCheck>();
  const boards = new Map(listBoards(database).map((board) => [board.id, board]));
  const agents = Map.groupBy(listAgents(database).filter(uses), ({ gatewayId }) => gatewayId);
  const notesOf = readGatewayNotes(database);
  const knownOf = oncePer(({ id, organizationId }: Gateway) => ({
    variablesOf: variablesOfGateway(database, { id, organizationId }),
    spoken: dialectsOf(database, id),
    limits: JSON.stringify(notesOf(id).injectionLimits?.all ?? null),
  }));
  const add = (gateway: Gateway, agent: Agent, board: Board | null) => {
    const role = roleOf(agent);
    if (!roles.includes(role)) return;
    const { variablesOf, spoken, limits } = knownOf(gateway);
    const names = variablesOf(board?.id ?? null).map(({ name }) => name);
    for (const dialect of spoken) {
      const kind = `${role} ${dialect.name} ${limits} ${names.join(" ")}`;
      const scoped = { ...scopedAgent(gateway, agent, board), isMain: role === "main" };
      if (!found.has(kind)) found.set(kind, { role, gateway, scoped, dialect });
    }
  };
  for (const gateway of gateways) {
    for (const agent of agents.get(gateway.id) ?? []) add(gateway, agent, boards.get(agent.boardId ?? "") ?? null);
  }
  const present = new Set([...found.values()].map(({ role }) => role));
  const gateway = gateways[0] ?? sampleGateway;
  for (const role of agentRoles) if (!present.has(role)) add(gateway, ...sampleAgent(gateway, role));
  return [...found.values()];
}

function oncePer<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

function roleOf({ boardId, isBoardLead }: Agent): AgentRole {
  if (boardId === null) return "main";
  return isBoardLead ? "lead" : "worker";
}

function dialectsOf(database: Database, gatewayId: string): readonly Dialect[] {
  const seen = lastSeenGateway(database, gatewayId);
  return seen ? [dialectNamed(seen.dialect)] : dialects;
}

const sampleId = (kind: number) => `5a3b1e00-0000-4000-800${kind}-000000000001`;

const sampleGateway: Gateway = {
  ...gatewaySchema.parse({
    id: sampleId(1),
    organizationId: sampleId(2),
    name: "Sample gateway",
    workspaceRoot: "/srv/openclaw",
  }),
  hasToken: false,
  awaitsToken: false,
  certificateSha256: null,
};

function sampleAgent(gateway: Gateway, role: AgentRole): [agent: Agent, board: Board | null] {
  const board = boardSchema.parse({ id: sampleId(3), organizationId: gateway.organizationId, name: "Sample board" });
  const isMain = role === "main";
  const agent = agentSchema.parse({
    id: sampleId(4),
    gatewayId: gateway.id,
    boardId: isMain ? null : board.id,
    isBoardLead: role === "lead",
    name: "Sample agent",
  });
  return [agent, isMain ? null : board];
}
