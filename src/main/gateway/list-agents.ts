import { isJsonObject } from "../../shared/is-json-object.ts";
import type { GatewayConnection } from "./connection.ts";
import { listIn } from "./failure.ts";

/** The agents that the running gateway knows, whatever its configuration file says, by id in lower case. */
export type RunningAgents = {
  /** The agent it falls back to. */
  defaultId: string | null;
  /** Their workspaces; null on gateways that do not say. */
  workspaces: Map<string, string | null>;
};

/** @throws as `GatewayConnection.call` */
export async function listAgents(connection: GatewayConnection, signal?: AbortSignal): Promise<RunningAgents> {
  const answer = await connection.call("agents.list", {}, { signal });
  const agents = listIn(answer, "agents", "agents.list");
  const workspaces = agents.flatMap((agent): [string, string | null][] => {
    if (!isJsonObject(agent) || typeof agent.id !== "string") return [];
    return [[agent.id.toLowerCase(), typeof agent.workspace === "string" ? agent.workspace : null]];
  });
  const defaultId = isJsonObject(answer) && typeof answer.defaultId === "string" ? answer.defaultId : null;
  return { defaultId, workspaces: new Map(workspaces) };
}

/** The ids of the agents that the running gateway knows. @throws as `GatewayConnection.call` */
export async function listAgentIds(connection: GatewayConnection, signal?: AbortSignal): Promise<Set<string>> {
  return new Set((await listAgents(connection, signal)).workspaces.keys());
}
