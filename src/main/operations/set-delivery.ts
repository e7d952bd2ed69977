import { readAgent } from "../database/agents.ts";
import { saveAgentDelivery, saveGatewayDelivery } from "../database/gateway-notes.ts";
import { readGateway } from "../database/gateways.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

/**
 * Sets whether the agents of a gateway answer heartbeats in their last chat. The next sync writes it.
 * @throws FlightDeckError not-found
 */
export function setGatewayDelivery(services: RecordsServices, gatewayId: string, deliversHeartbeats: boolean): void {
  const { database } = services;
  readGateway(database, gatewayId);
  saveRecords(services, { tell: ["gateways", "agents"], forget: { gatewayIds: [gatewayId] } }, () =>
    saveGatewayDelivery(database, gatewayId, deliversHeartbeats),
  );
}

/**
 * The same for one agent; null follows its gateway.
 * @throws FlightDeckError not-found
 */
export function setAgentDelivery(services: RecordsServices, agentId: string, deliversHeartbeats: boolean | null): void {
  const { database } = services;
  readAgent(database, agentId);
  saveRecords(services, { tell: ["agents"], forget: { agentIds: [agentId] } }, () =>
    saveAgentDelivery(database, agentId, deliversHeartbeats),
  );
}
