import { agentKey, sessionKeyOf, workspacePath } from "../../shared/identity.ts";
import { publicAgent } from "../../shared/public-agent.ts";
import type { AgentRow, AgentView } from "../../shared/views.ts";
import { type AgentRowFilter, readAgentHistory, listAgentRows as selectAgentRows } from "../database/agent-rows.ts";
import { readAgent } from "../database/agents.ts";
import { readAgentDeliveries, readAgentModes } from "../database/gateway-notes.ts";
import { readGateway } from "../database/gateways.ts";
import { readOwnedAgents } from "../database/owned-agents.ts";
import { listWrittenFiles } from "../database/written-files.ts";
import type { RouterServices } from "./operation-services.ts";
import { readPracticeGatewayId } from "./practice-choice.ts";

type Services = Pick<RouterServices, "database">;

const mostHistory = 50;

/** Agents as a list shows them. */
export function listAgentRows({ database }: Services, filter: AgentRowFilter): AgentRow[] {
  const practiceId = readPracticeGatewayId(database);
  const modes = readAgentModes(database);
  return selectAgentRows(database, filter).map((row) => {
    const mode = modes.get(row.id);
    return { ...row, isPractice: row.gatewayId === practiceId, ...(mode ? { mode } : {}) };
  });
}

/** @throws FlightDeckError not-found */
export function readAgentRow(services: Services, agentId: string): AgentRow {
  readAgent(services.database, agentId);
  const [row] = listAgentRows(services, { agentId });
  if (!row) throw new Error("an agent made no row");
  return row;
}

/**
 * Everything the window shows of one agent.
 * @throws FlightDeckError not-found
 */
export function readAgentView(services: Services, agentId: string): AgentView {
  const { database } = services;
  const agent = readAgent(database, agentId);
  const key = agentKey(agent);
  const owned = readOwnedAgents(database, [agentId]).get(agentId);
  return {
    ...publicAgent(agent),
    ...readAgentRow(services, agentId),
    hasTokenHash: agent.agentTokenHash !== null,
    deliversHeartbeats: readAgentDeliveries(database).get(agentId) ?? null,
    agentKey: key,
    sessionKey: sessionKeyOf({ agent, key }),
    workspacePath: owned?.workspace ?? workspacePath(readGateway(database, agent.gatewayId), key),
    files: listWrittenFiles(database, [agentId])
      .filter(({ sha256 }) => sha256 !== "")
      .map(({ fileName, sha256, sizeBytes, recordedAt }) => ({ name: fileName, sha256, sizeBytes, recordedAt }))
      .sort((one, other) => one.name.localeCompare(other.name)),
    history: readAgentHistory(database, agentId, mostHistory),
  };
}
