import { readGateway } from "../database/gateways.ts";
import { checkHeartbeats, readObstacles } from "../gateway/check-agents.ts";
import { listOwnAgents } from "../gateway/list-own-agents.ts";
import { gatewayLimits } from "../gateway/read-injection-limits.ts";
import { requireAddress } from "../gateway/require-address.ts";
import { openSession } from "../gateway/session.ts";
import type { RouterServices } from "./operation-services.ts";
import { storeFindings } from "./store-findings.ts";

/**
 * Reads and stores the state of the heartbeats of a gateway's agents, and what keeps these agents from working.
 * @throws FlightDeckError not-found, gateway-no-url; and as `GatewayConnection.call`
 */
export async function readHeartbeats(
  { database, connections, changes }: Pick<RouterServices, "database" | "connections" | "changes">,
  gatewayId: string,
  signal?: AbortSignal,
): Promise<void> {
  requireAddress(readGateway(database, gatewayId));
  const findings = await connections.use(gatewayId, async (connection) => {
    const session = await openSession(connection, signal);
    const [{ heartbeats }, obstacles] = await Promise.all([
      checkHeartbeats(session, signal),
      readObstacles(session, signal),
    ]);
    const limits = gatewayLimits({ ...session, config: session.config.config });
    return { heartbeats, obstacles, limits, ownAgents: listOwnAgents(session) };
  });
  storeFindings(database, gatewayId, findings);
  changes.emit("agents", "gateways");
}
