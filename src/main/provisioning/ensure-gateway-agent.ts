import { mainSessionKey } from "../../shared/identity.ts";
import { type Agent, type JsonObject, nowTimestamp } from "../../shared/records.ts";
import { forgetSyncStates } from "../database/agent-sync-states.ts";
import { findMainAgent, insertAgent, readAgent, updateAgent } from "../database/agents.ts";
import { readGateway } from "../database/gateways.ts";
import { needsProvisioning, newAgent } from "./ensure-lead.ts";
import type { ProvisioningServices } from "./model/provisioning-services.ts";
import type { RunCaller, RunSyncResult } from "./model/run-request.ts";
import { isOnGateway } from "./observe/is-on-gateway.ts";
import { provisionAgent, recordAfterRun } from "./provision-agent.ts";

export type EnsureGatewayAgentRequest = RunCaller & {
  gatewayId: string;
};

const gatewayAgentIdentity: JsonObject = {
  role: "Gateway Agent",
  communication_style: "direct, concise, practical",
  emoji: ":compass:",
};

/**
 * Makes sure that a gateway has its main agent, as `ensureLead` does for a board (docs/behaviour.md, Leads and main agents).
 * @throws FlightDeckError not-found, template-error, run-in-progress
 */
export async function ensureGatewayAgent(
  services: ProvisioningServices,
  request: EnsureGatewayAgentRequest,
): Promise<{ agent: Agent; created: boolean; run: RunSyncResult | null }> {
  const { database } = services;
  const gateway = readGateway(database, request.gatewayId);
  // Before a record is made that nothing can be rendered for.
  if (!findMainAgent(database, gateway.id)) await services.renderer.read(gateway.id);
  const openclawSessionId = mainSessionKey(gateway.id);
  const existing = findMainAgent(database, gateway.id);
  const agent = existing ?? {
    ...newAgent({ name: `${gateway.name} Gateway Agent`, gatewayId: gateway.id, now: nowTimestamp() }),
    openclawSessionId,
    identityProfile: gatewayAgentIdentity,
  };
  if (!existing) insertAgent(database, agent);
  else if (existing.openclawSessionId !== openclawSessionId) {
    updateAgent(database, existing.id, { openclawSessionId });
    forgetSyncStates(database, { agentIds: [existing.id] });
  }
  const present = readAgent(database, agent.id);
  if (existing && !needsProvisioning(existing) && (await isOnGateway(services, present, request.signal))) {
    return { agent: present, created: false, run: null };
  }
  const { gatewayId: _, ...caller } = request;
  const run = await provisionAgent(services, { agent: present, kind: "ensure-gateway-agent", ...caller });
  return { agent: recordAfterRun(database, agent), created: !existing, run };
}
