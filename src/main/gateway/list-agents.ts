import type { GatewayConnection } from "./connection.ts";
import { isObject } from "./failure.ts";

/** The ids of the agents that the running gateway knows, whatever its configuration file says. @throws as `GatewayConnection.call` */
export async function listAgentIds(connection: GatewayConnection, signal?: AbortSignal): Promise<Set<string>> {
  const answer = await connection.call("agents.list", {}, { signal });
  const agents = isObject(answer) && Array.isArray(answer.agents) ? answer.agents : [];
  return new Set(agents.flatMap((agent) => (isObject(agent) && typeof agent.id === "string" ? [agent.id] : [])));
}
