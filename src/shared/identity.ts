import type { Agent, Board, Gateway, JsonObject } from "./records.ts";

/** The names that identify an agent in Mission Control, Flight Deck and on the gateway. All rules about them are in this file. */

export function mainSessionKey(gatewayId: string): string {
  return `agent:mc-gateway-${gatewayId}:main`;
}

export function leadSessionKey(board: Pick<Board, "id">): string {
  return `agent:lead-${board.id}:main`;
}

type Role = Pick<Agent, "id" | "boardId" | "gatewayId" | "isBoardLead">;

/** The default session key for an agent's role. A record without a key gets this one when it is imported or created. */
export function sessionKeyFor(agent: Role): string {
  if (agent.boardId === null) return mainSessionKey(agent.gatewayId);
  return agent.isBoardLead ? leadSessionKey({ id: agent.boardId }) : `agent:mc-${agent.id}:main`;
}

/** The agent's id in a session key, `agent:<id>:<session>`; null when the text is not a session key. */
export function keyInSessionKey(sessionKey: string | null): string | null {
  const [kind, key] = (sessionKey ?? "").split(":");
  return kind === "agent" && key ? key : null;
}

/**
 * An agent's id on the gateway: the second part of its session key. A main agent always has its gateway's id, because
 * Mission Control uses no other for it.
 */
export function agentKey(agent: Role & Pick<Agent, "openclawSessionId">): string {
  const own = agent.boardId === null ? null : keyInSessionKey(agent.openclawSessionId);
  return own ?? keyInSessionKey(sessionKeyFor(agent)) ?? "";
}

const ownKey = /^(mc-gateway|mc|lead)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether only Flight Deck or Mission Control makes such ids. Any other id may belong to an agent made by hand. */
export function isOwnKey(key: string): boolean {
  return ownKey.test(key);
}

/** Whether this agent may have the id without being asked: `mc-` with another record's id names that record's agent. */
export function isOwnKeyOf({ id }: Pick<Agent, "id">, key: string): boolean {
  if (!isOwnKey(key)) return false;
  const [, named] = /^mc-(?!gateway-)(.*)$/i.exec(key) ?? [];
  return named === undefined || named.toLowerCase() === id.toLowerCase();
}

/** Lower case; each sequence of characters other than a-z and 0-9 becomes one `-`, with none at the ends. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** The workspace on the gateway's host of an agent that we created. */
export function workspacePath(gateway: Pick<Gateway, "workspaceRoot">, key: string): string {
  const root = gateway.workspaceRoot.replace(/\/+$/, "");
  const short = slug(key).replace(/^mc-gateway-/, "gateway-");
  return `${root}/workspace-${short}`;
}

/**
 * The workspace that an agent should have. An agent with one of our keys has the workspace of its key. Any other agent in
 * the roster stays in the workspace it has there.
 *
 * @param entry the agent's entry in the gateway's roster; undefined when it has none
 */
export function workspaceOf(
  gateway: Pick<Gateway, "workspaceRoot">,
  { id, key }: { id: string; key: string },
  entry: JsonObject | undefined,
): string {
  const present = entry?.workspace;
  if (!isOwnKeyOf({ id }, key) && typeof present === "string" && present.trim() !== "") return present;
  return workspacePath(gateway, key);
}

/** The session of an agent: the one in its record, or the main session of its key when the record names another agent. */
export function sessionKeyOf({ agent, key }: { agent: Pick<Agent, "openclawSessionId">; key: string }): string {
  const { openclawSessionId } = agent;
  const isOfKey = openclawSessionId !== null && keyInSessionKey(openclawSessionId)?.toLowerCase() === key.toLowerCase();
  return isOfKey ? openclawSessionId : `agent:${key}:main`;
}
