import type { RosterAgent } from "./dialect.ts";
import { checkHeartbeat, type HeartbeatKeys, type ValueProblem } from "./heartbeat-values.ts";

export type CheckedAgent = {
  /** The first value that a gateway refuses; null when it accepts them all. */
  problem: ValueProblem | null;
  /** Keys of its heartbeat settings that the gateway does not know and that are left out, such as `heartbeat.days`. */
  leftOut: string[];
};

/**
 * Checks one agent against what a gateway accepts in its roster before it is sent, because gateways refuse a whole patch over
 * one value. Names are not checked: gateways accept any text. Pure.
 */
export function checkRosterAgent(agent: RosterAgent, keys: HeartbeatKeys): CheckedAgent {
  const heartbeat = checkHeartbeat(agent.heartbeat, keys);
  return {
    problem:
      checkId(agent.id) ?? (agent.workspace === null ? null : checkWorkspace(agent.workspace)) ?? heartbeat.problem,
    leftOut: heartbeat.unknown.map((key) => `heartbeat.${key}`),
  };
}

/** Gateways silently drop these keys of a patch. */
const droppedKeys = ["__proto__", "constructor", "prototype"];

/** Current gateways refuse other ids; older ones accept the entry and then shorten the id. */
function checkId(id: string): ValueProblem | null {
  const field = "session key";
  if (droppedKeys.includes(id)) return { field, why: `"${id}" cannot be an agent's id` };
  if (/^[a-z0-9_][a-z0-9_-]{0,63}$/i.test(id)) return null;
  const why =
    id.length > 64
      ? `it gives the agent an id of ${id.length} characters on the gateway, which takes 64`
      : "it gives the agent an id with other characters than letters, digits, - and _, or with a - in front";
  return { field, why };
}

const longestNameBytes = 255;
const longestPathBytes = 4_095;

/** What is no valid folder path on any gateway host. */
function checkWorkspace(workspace: string): ValueProblem | null {
  const field = "workspace";
  if (workspace.trim() === "") return { field, why: "its path is empty" };
  if (/\p{Cc}/u.test(workspace)) return { field, why: "its path has a control character in it" };
  const isTooLong =
    Buffer.byteLength(workspace) > longestPathBytes ||
    workspace.split(/[\\/]/).some((name) => Buffer.byteLength(name) > longestNameBytes);
  return isTooLong ? { field, why: "its path is longer than a file system takes" } : null;
}
