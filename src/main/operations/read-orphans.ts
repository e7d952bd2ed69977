import type { GatewayOrphans } from "../../shared/orphans.ts";
import { saveGatewayRoster } from "../database/gateway-rosters.ts";
import { readGateway } from "../database/gateways.ts";
import { listOrphans } from "../database/list-orphans.ts";
import { listOwnAgents } from "../gateway/list-own-agents.ts";
import { requireAddress } from "../gateway/require-address.ts";
import { openSession } from "../gateway/session.ts";
import { callSoon } from "./call-soon.ts";
import type { RouterServices } from "./operation-services.ts";

const timeoutMs = 30_000;

/**
 * Reads a gateway's roster, and lists the agents that have no record.
 * @throws FlightDeckError not-found, gateway-no-url, gateway-unreachable; and as `GatewayConnection.call`
 */
export async function readOrphans(
  { database, connections }: Pick<RouterServices, "database" | "connections">,
  gatewayId: string,
  signal?: AbortSignal,
): Promise<GatewayOrphans> {
  requireAddress(readGateway(database, gatewayId));
  const session = await connections.use(gatewayId, (connection) =>
    callSoon(connection, { timeoutMs, signal }, (limit) => openSession(connection, limit)),
  );
  saveGatewayRoster(database, gatewayId, listOwnAgents(session));
  return listOrphans(database, gatewayId);
}
