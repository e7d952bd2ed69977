import { forgetSyncStates } from "../database/agent-sync-states.ts";
import { readAgent } from "../database/agents.ts";
import { saveAgentDelivery, saveGatewayDelivery } from "../database/gateway-notes.ts";
import { readGateway } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";

/**
 * Sets whether the agents of a gateway answer heartbeats in their last chat. The next sync writes it.
 * @throws FlightDeckError not-found
 */
export function setGatewayDelivery(database: Database, gatewayId: string, deliversHeartbeats: boolean): void {
  readGateway(database, gatewayId);
  saveGatewayDelivery(database, gatewayId, deliversHeartbeats);
  forgetSyncStates(database, { gatewayId });
}

/**
 * The same for one agent; null follows its gateway.
 * @throws FlightDeckError not-found
 */
export function setAgentDelivery(database: Database, agentId: string, deliversHeartbeats: boolean | null): void {
  readAgent(database, agentId);
  saveAgentDelivery(database, agentId, deliversHeartbeats);
  forgetSyncStates(database, { id: agentId });
}
