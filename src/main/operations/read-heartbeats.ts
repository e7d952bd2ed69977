import { agentKey } from "../../shared/identity.ts";
import { saveAgentHeartbeats } from "../database/agent-heartbeats.ts";
import { listAgentIdentities } from "../database/agents.ts";
import { readGateway } from "../database/gateways.ts";
import { readHealth } from "../gateway/read-health.ts";
import { requireAddress } from "../gateway/require-address.ts";
import { openSession } from "../gateway/session.ts";
import type { RouterServices } from "./operation-services.ts";

/**
 * Reads how the heartbeats of a gateway's agents do, and stores that.
 * @throws FlightDeckError not-found, gateway-no-url; and as `GatewayConnection.call`
 */
export async function readHeartbeats(
  { database, connections, changes }: Pick<RouterServices, "database" | "connections" | "changes">,
  gatewayId: string,
  signal?: AbortSignal,
): Promise<void> {
  requireAddress(readGateway(database, gatewayId));
  const session = await openSession(connections.of(gatewayId), signal);
  const healthOf = await readHealth(session, signal);
  const agents = listAgentIdentities(database, gatewayId);
  saveAgentHeartbeats(database, new Map(agents.map((agent) => [agent.id, healthOf(agentKey(agent))])));
  changes.emit("agents", "gateways");
}
