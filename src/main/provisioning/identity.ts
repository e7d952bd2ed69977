import type { Agent, Board, Gateway } from "../../shared/records.ts";

/** Names by which Mission Control, Flight Deck and the gateway mean the same agent (BEHAVIOUR.md, Identity). */

export function mainSessionKey(gatewayId: string): string {
  return `agent:mc-gateway-${gatewayId}:main`;
}

export function leadSessionKey(board: Pick<Board, "id">): string {
  return `agent:lead-${board.id}:main`;
}

/** The session key that an agent has by its role; used where its record holds none. */
export function sessionKeyFor(agent: Pick<Agent, "id" | "boardId" | "gatewayId" | "isBoardLead">): string {
  if (agent.boardId === null) return mainSessionKey(agent.gatewayId);
  return agent.isBoardLead ? leadSessionKey({ id: agent.boardId }) : `agent:mc-${agent.id}:main`;
}

/**
 * An agent's id on the gateway: the second part of its session key, or the slug of its name.
 * The main agent's is always that of its gateway.
 */
export function agentKey(agent: Pick<Agent, "name" | "openclawSessionId" | "boardId" | "gatewayId">): string {
  if (agent.boardId === null) return `mc-gateway-${agent.gatewayId}`;
  const parts = (agent.openclawSessionId ?? "").split(":");
  return parts[0] === "agent" && parts[1] ? parts[1] : slug(agent.name);
}

/** Lower case, every run of other than a-z 0-9 becomes one `-`, none at the ends. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** Where an agent's files lie on the gateway's host. */
export function workspacePath(gateway: Pick<Gateway, "workspaceRoot">, key: string): string {
  const root = gateway.workspaceRoot.replace(/\/+$/, "");
  const short = slug(key).replace(/^mc-gateway-/, "gateway-");
  return `${root}/workspace-${short}`;
}

/** The session an agent is reached by: that of its record, or the main session of its key. */
export function sessionKeyOf({ agent, key }: { agent: Pick<Agent, "openclawSessionId">; key: string }): string {
  return agent.openclawSessionId ?? `agent:${key}:main`;
}
