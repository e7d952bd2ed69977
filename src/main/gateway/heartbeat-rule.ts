import { durationMs } from "../../shared/heartbeat-values.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { JsonObject } from "../../shared/records.ts";
import { at, type Dialect } from "./dialect.ts";

export type HeartbeatRuleInput = {
  dialect: Dialect;
  config: JsonObject;
  defaultAgentId: string;
  /** See `GatewaySession`. */
  defaultHeartbeatReachesAll: boolean;
};

/** OpenClaw's own interval where neither the agent nor the defaults name one. */
const builtInEveryMs = 30 * 60_000;

/**
 * The agents that a gateway wakes, with their intervals. As soon as one agent has a heartbeat block of its own, only such agents
 * have a heartbeat. Otherwise the default agent has one and, where `agents.defaults.heartbeat` is set and reaches all, everyone.
 */
export function wakingAgents(input: HeartbeatRuleInput): Map<string, number> {
  const { dialect, config } = input;
  const roster = dialect.readRoster(config);
  const defaults = at(config, "agents", "defaults", "heartbeat");
  const own = [...roster].filter(([, entry]) => isJsonObject(entry.heartbeat));
  const ids = own.length > 0 ? own.map(([id]) => id) : reachedByDefaults(input, defaults, [...roster.keys()]);
  return new Map(
    ids.flatMap((id) => {
      const everyMs = intervalOf(roster.get(id)?.heartbeat) ?? intervalOf(defaults) ?? builtInEveryMs;
      return everyMs > 0 ? [[id, everyMs]] : [];
    }),
  );
}

/** `agents.defaults.heartbeat` may name the only agent that it is for: current gateways write it so themselves. */
function reachedByDefaults(input: HeartbeatRuleInput, defaults: unknown, ids: string[]): string[] {
  if (!isJsonObject(defaults)) return [input.defaultAgentId];
  if (typeof defaults.agentId === "string") return [defaults.agentId];
  return input.defaultHeartbeatReachesAll ? [...new Set([...ids, input.defaultAgentId])] : [input.defaultAgentId];
}

/** The agents that wake because of `agents.defaults.heartbeat`. */
export function agentsOnDefaults(input: HeartbeatRuleInput): string[] {
  const defaults = at(input.config, "agents", "defaults", "heartbeat");
  // A block that only names its agent is the gateway's own, for the heartbeat that is built in.
  if (!isJsonObject(defaults) || Object.keys(defaults).every((key) => key === "agentId")) return [];
  const roster = input.dialect.readRoster(input.config);
  return [...wakingAgents(input).keys()].filter((id) => !isJsonObject(roster.get(id)?.heartbeat));
}

function intervalOf(heartbeat: unknown): number | null {
  return isJsonObject(heartbeat) && typeof heartbeat.every === "string" ? durationMs(heartbeat.every) : null;
}
