import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { agentKey } from "../../../shared/identity.ts";
import type { Agent } from "../../../shared/records.ts";
import { awakeTimeout } from "../../awake/awake.ts";
import { readGateway } from "../../database/gateways.ts";
import { listFiles } from "../../gateway/agent-files.ts";
import { requireAddress } from "../../gateway/require-address.ts";
import { openSession } from "../../gateway/session.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";

const withinMs = 20_000;

/**
 * Whether an agent is really on its gateway: in its roster, and with files in its workspace. A record may say so of an agent that
 * was imported, or deleted on the gateway.
 * @throws FlightDeckError gateway-unreachable if the gateway does not answer soon; and as `GatewayConnection.call`
 */
export async function isOnGateway(
  { database, connections }: Pick<ProvisioningServices, "database" | "connections">,
  agent: Agent,
  signal?: AbortSignal,
): Promise<boolean> {
  const gateway = readGateway(database, agent.gatewayId);
  requireAddress(gateway);
  const timeout = awakeTimeout(withinMs);
  const limit = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const key = agentKey(agent);
  try {
    return await connections.use(gateway.id, async (connection) => {
      const session = await openSession(connection, limit);
      if (!session.dialect.readRoster(session.config.config).has(key)) return false;
      const { present } = await listFiles(connection, key, limit);
      return present.size > 0;
    });
  } catch (error) {
    if (!timeout.aborted || signal?.aborted) throw error;
    throw new FlightDeckError(
      "gateway-unreachable",
      `Gateway "${gateway.name}" did not answer within ${withinMs / 1000} s, so it is not known whether "${agent.name}" is on it.`,
      hintsOf("gateway-unreachable").tryAgain,
    );
  }
}
