import { checkHeartbeat, type HeartbeatKeys, type ValueProblem } from "./heartbeat-values.ts";
import type { JsonObject } from "./records.ts";

/** How paths are written on the machine that a gateway runs on; null if that is not known. */
export type PathForm = "posix" | "windows" | null;

/** The parts of an agent that a gateway validates; a workspace of null is not written. */
export type RosterValues = { id: string; workspace: string | null; heartbeat: JsonObject };

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
export function checkRosterAgent(agent: RosterValues, keys: HeartbeatKeys, pathForm: PathForm = null): CheckedAgent {
  const heartbeat = checkHeartbeat(agent.heartbeat, keys);
  return {
    problem:
      checkId(agent.id) ??
      (agent.workspace === null ? null : checkWorkspace(agent.workspace, pathForm)) ??
      heartbeat.problem,
    leftOut: heartbeat.unknown.map((key) => `heartbeat.${key}`),
  };
}

/** Gateways silently drop these keys of a patch. */
const droppedKeys = ["__proto__", "constructor", "prototype"];

/** Current gateways refuse other ids; older ones accept the entry and then shorten the id. */
export function checkId(id: string): ValueProblem | null {
  const field = "session key";
  if (droppedKeys.includes(id)) return { field, why: `"${id}" cannot be an agent's id` };
  if (/^[a-z0-9_][a-z0-9_-]{0,63}$/i.test(id)) return null;
  const why =
    id.length > 64
      ? `it gives the agent an id of ${id.length} characters on the gateway, which takes 64`
      : "it gives the agent an id with other characters than letters, digits, - and _, or with a - in front";
  return { field, why };
}

const longestSessionKeyChars = 512;

/** Whether messages can be sent to this session. */
export function checkSessionKey(sessionKey: string): ValueProblem | null {
  if (sessionKey.length <= longestSessionKeyChars) return null;
  const why = `it has ${sessionKey.length} characters, and gateways take ${longestSessionKeyChars}`;
  return { field: "session key", why };
}

const longestNameBytes = 255;
const longestPathBytes = 4_095;

/** Why a path is not a valid folder path on the gateway's machine, or on any machine if that one is not known. */
export function checkWorkspace(workspace: string, pathForm: PathForm = null): ValueProblem | null {
  const field = "workspace";
  if (workspace.trim() === "") return { field, why: "its path is empty" };
  if (/\p{Cc}/u.test(workspace)) return { field, why: "its path has a control character in it" };
  const isTooLong =
    bytesOf(workspace) > longestPathBytes || workspace.split(/[\\/]/).some((name) => bytesOf(name) > longestNameBytes);
  if (isTooLong) return { field, why: "its path is longer than a file system takes" };
  if (pathForm === "posix" && isWindowsPath(workspace)) {
    return { field, why: "its path is one of Windows, and the gateway's machine does not run Windows" };
  }
  if (pathForm === "windows" && /[<>:"|?*]/.test(workspace.replace(/^[a-z]:/i, ""))) {
    return { field, why: 'its path has one of the characters < > : " | ? *, which Windows does not take' };
  }
  return null;
}

function isWindowsPath(path: string): boolean {
  return /^([a-z]:([\\/]|$)|\\\\)/i.test(path.trim());
}

/** Gateways resolve `~`, and `${NAME}` from their environment. */
export function isAbsolutePath(path: string): boolean {
  return /^(\/|~(?=$|[\\/])|\$\{)/.test(path.trim()) || isWindowsPath(path);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
