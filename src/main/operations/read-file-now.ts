import { readAgent } from "../database/agents.ts";
import { readGateway } from "../database/gateways.ts";
import { listHeartbeatJobs } from "../gateway/heartbeat-jobs.ts";
import { openSession } from "../gateway/session.ts";
import type { ProvisioningServices } from "../provisioning/model/provisioning-services.ts";
import { tokenFileName } from "../provisioning/observe/observe-agent.ts";
import { observeWithToken } from "../provisioning/observe/observe-with-token.ts";
import { placeAgent, readPlaces } from "../provisioning/observe/read-places.ts";
import { openTokenBook } from "../provisioning/tokens/token-book.ts";
import { openTokenStore } from "../provisioning/tokens/token-store.ts";
import { callSoon } from "./call-soon.ts";
import { scopeOf } from "./compare-agent-files.ts";
import type { FileOfAgent } from "./list-file-versions.ts";

const timeoutMs = 20_000;

/**
 * What an agent's file has on its gateway now, with tokens masked; null if the gateway shows no such file. Reads only.
 * @throws FlightDeckError not-found; and as `GatewayConnection.call`
 */
export function readFileNow(
  services: ProvisioningServices,
  { agentId, fileName }: FileOfAgent,
  signal?: AbortSignal,
): Promise<string | null> {
  const { database, connections } = services;
  const agent = scopeOf(services, readAgent(database, agentId));
  const { gatewayId } = agent.agent;
  return connections.use(gatewayId, (connection) =>
    callSoon(connection, { timeoutMs, signal }, async (limit) => {
      const session = await openSession(connection, limit);
      const gateway = readGateway(database, gatewayId);
      const scoped = await placeAgent(await readPlaces(gateway, session, [agent], limit), agent, limit);
      const { key } = scoped;
      const inRoster = session.dialect.readRoster(session.config.config).has(key) || scoped.foreign !== undefined;
      const tokens = openTokenBook(openTokenStore({ ...services, agentIds: [agentId], missionControl: null }));
      const heartbeatJobs = listHeartbeatJobs(session.connection, limit);
      // The token of the token file is what has to be masked.
      const names = [...new Set([fileName, tokenFileName(session.dialect)])];
      const reading = { session, key, inRoster, names, heartbeatJobs, signal: limit, agent: scoped.agent, tokens };
      const { observed } = await observeWithToken(reading, new Map());
      return observed.files.get(fileName)?.maskedContent ?? null;
    }),
  );
}
