import type { OnGateway } from "../../shared/bin.ts";
import { agentKey, isOwnKeyOf } from "../../shared/identity.ts";
import type { Agent } from "../../shared/records.ts";
import { deleteAgent, readAgent } from "../database/agents.ts";
import { moveToBin } from "../database/bin/bin-entries.ts";
import { readBoard } from "../database/boards.ts";
import { readAgentModes } from "../database/gateway-notes.ts";
import { forgetRosterMember } from "../database/gateway-rosters.ts";
import { readGateway } from "../database/gateways.ts";
import { listClaimants } from "../database/list-orphans.ts";
import { readOwnedAgents } from "../database/owned-agents.ts";
import { removeAgent } from "../gateway/remove-agent.ts";
import { callSoon } from "./call-soon.ts";
import { confirmName } from "./confirm-name.ts";
import type { RouterServices } from "./operation-services.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

export type AgentDeletion = { id: string; confirmName: string; evenIfGatewayAway: boolean };

export type DeletionServices = RecordsServices & Pick<RouterServices, "connections" | "dataDir">;

/** A gateway takes about 3 s per deletion, and does one at a time (docs/gateways.md). */
const timeoutMs = 30_000;

/**
 * Deletes an agent on its gateway, with its workspace if that is not one that somebody else made, and then its record. An agent
 * there that Flight Deck did not make or
 * adopt, whose mode leaves it alone, or that belongs to another record, stays: then only the record is deleted.
 * @returns its entry in the bin
 * @throws FlightDeckError not-found, bad-input, run-in-progress; and as `GatewayConnection.call`, when nothing was deleted
 */
export async function deleteAgentWithConsent(
  services: DeletionServices,
  { id, confirmName: typed, evenIfGatewayAway }: AgentDeletion,
  signal?: AbortSignal,
): Promise<string> {
  const { database } = services;
  const agent = readAgent(database, id);
  confirmName("agent", agent.name, typed);
  const gateway = readGateway(database, agent.gatewayId);
  return whileNoRun(services, gateway, async () => {
    let onGateway: OnGateway = "stays";
    try {
      if (isOursAlone(services, agent)) {
        await deleteOnGateway(services, agent, signal);
        onGateway = "deleted";
      }
    } catch (error) {
      if (!evenIfGatewayAway || signal?.aborted) throw error;
      onGateway = "unknown";
    }
    return saveRecords(services, { tell: ["agents", "boards", "gateways", "bin"] }, () => {
      const { name, boardId } = agent;
      const place = boardId ? `board "${readBoard(database, boardId).name}"` : `gateway "${gateway.name}"`;
      const roots = [{ table: "agents", ids: [id] }];
      const binId = moveToBin(database, { kind: "agent", recordId: id, name, place, roots, onGateway });
      deleteAgent(database, id);
      return binId;
    });
  });
}

export function isOursAlone({ database }: DeletionServices, agent: Agent): boolean {
  // Its mode leaves the gateway's roster alone.
  if (readAgentModes(database).has(agent.id)) return false;
  const key = agentKey(agent).toLowerCase();
  const others = listClaimants(database, readGateway(database, agent.gatewayId)).filter(({ id }) => id !== agent.id);
  if (others.some((other) => agentKey(other).toLowerCase() === key)) return false;
  const owned = readOwnedAgents(database, [agent.id]).get(agent.id);
  if (isOwnKeyOf(agent, key)) return true;
  return owned?.gatewayId === agent.gatewayId && owned.key.toLowerCase() === key && !owned.isAwaited;
}

/** Whether Flight Deck or Mission Control made the agent's workspace. An adopted agent has one that somebody else made. */
export function hasOurWorkspace(agent: Agent): boolean {
  return isOwnKeyOf(agent, agentKey(agent));
}

async function deleteOnGateway(services: DeletionServices, agent: Agent, signal?: AbortSignal): Promise<void> {
  const removal = { agentKey: agentKey(agent), deleteFiles: hasOurWorkspace(agent) };
  await services.connections.use(agent.gatewayId, (connection) =>
    callSoon(connection, { timeoutMs, signal }, (limit) => removeAgent(connection, removal, { signal: limit })),
  );
  forgetRosterMember(services.database, agent.gatewayId, agentKey(agent));
}
