import type { Agent, Board, Gateway, JsonObject } from "./records.ts";

/** Names by which Mission Control, Flight Deck and the gateway mean the same agent. Every rule about them is here. */

export function mainSessionKey(gatewayId: string): string {
  return `agent:mc-gateway-${gatewayId}:main`;
}

export function leadSessionKey(board: Pick<Board, "id">): string {
  return `agent:lead-${board.id}:main`;
}

type Role = Pick<Agent, "id" | "boardId" | "gatewayId" | "isBoardLead">;

/** The session key that an agent has by its role. A record without a key gets this one when it is imported or made. */
export function sessionKeyFor(agent: Role): string {
  if (agent.boardId === null) return mainSessionKey(agent.gatewayId);
  return agent.isBoardLead ? leadSessionKey({ id: agent.boardId }) : `agent:mc-${agent.id}:main`;
}

/** The agent's id in a session key, `agent:<id>:<session>`; null where the text is no session key. */
export function keyInSessionKey(sessionKey: string | null): string | null {
  const [kind, key] = (sessionKey ?? "").split(":");
  return kind === "agent" && key ? key : null;
}

/**
 * An agent's id on the gateway: the second part of its session key. A main agent always has the one of its gateway, because
 * Mission Control reaches it by that and by no other.
 */
export function agentKey(agent: Role & Pick<Agent, "openclawSessionId">): string {
  const own = agent.boardId === null ? null : keyInSessionKey(agent.openclawSessionId);
  return own ?? keyInSessionKey(sessionKeyFor(agent)) ?? "";
}

const ownKey = /^(mc-gateway|mc|lead)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether only Flight Deck or Mission Control gives agents this id. Any other may name an agent that somebody made by hand. */
export function isOwnKey(key: string): boolean {
  return ownKey.test(key);
}

/** Lower case, every run of other than a-z 0-9 becomes one `-`, none at the ends. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** Where an agent's files are on the gateway's host, if it is put there by us. */
export function workspacePath(gateway: Pick<Gateway, "workspaceRoot">, key: string): string {
  const root = gateway.workspaceRoot.replace(/\/+$/, "");
  const short = slug(key).replace(/^mc-gateway-/, "gateway-");
  return `${root}/workspace-${short}`;
}

/**
 * The workspace that an agent is to have. An agent with a key of ours has the one that follows from its key. Any other agent
 * that is in the roster stays in the workspace it has there, whoever made it.
 *
 * @param entry what the gateway's roster holds for the agent; undefined where it has no entry.
 */
export function workspaceOf(
  gateway: Pick<Gateway, "workspaceRoot">,
  key: string,
  entry: JsonObject | undefined,
): string {
  const present = entry?.workspace;
  if (!isOwnKey(key) && typeof present === "string" && present.trim() !== "") return present;
  return workspacePath(gateway, key);
}

/** The session an agent is reached by: that of its record, or the main session of its key where the record names another agent. */
export function sessionKeyOf({ agent, key }: { agent: Pick<Agent, "openclawSessionId">; key: string }): string {
  const { openclawSessionId } = agent;
  const isOfKey = openclawSessionId !== null && keyInSessionKey(openclawSessionId)?.toLowerCase() === key.toLowerCase();
  return isOfKey ? openclawSessionId : `agent:${key}:main`;
}
