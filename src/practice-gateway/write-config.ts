import { isJsonObject } from "../shared/is-json-object.ts";
import type { JsonObject } from "../shared/records.ts";
import type { Host } from "./method.ts";
import { objectAt } from "./roster.ts";
import { deadAgents, type GatewayState, hideNewAgents } from "./state.ts";

/** Writes a config for a caller and applies its effects: automations, visibility of new agents, events. */
export function writeConfig(
  state: GatewayState,
  host: Host,
  config: JsonObject,
  options: { visibleAfterMs: number },
): void {
  const knownIds = new Set(state.config.roster.byId.keys());
  state.config.replace(stamp(state, spellOutMain(state, config)));
  state.config.running = state.config.config;
  state.config.writes += 1;
  hideNewAgents(state, knownIds, options.visibleAfterMs);
  declareAutomations(state, host);
  if (state.profile.dialect === "current") {
    const { path, hash } = state.config;
    host.emit("config.changed", { path, hash, ts: Date.now() });
  }
}

export function declareAutomations(state: GatewayState, host: Host): void {
  // Older gateways have heartbeats, but no automations.
  if (!state.profile.hasScratch) return;
  const { heartbeat } = objectAt(objectAt(state.config.config, "agents"), "defaults");
  const defaults = {
    heartbeat: isJsonObject(heartbeat) ? heartbeat : undefined,
    reachAll: state.profile.defaultHeartbeatReachesAll,
  };
  const { added, removed } = state.cron.declare(state.config.roster, deadAgents(state), defaults);
  for (const job of added) host.emit("cron", { jobId: job.id, action: "added" });
  for (const job of removed) host.emit("cron", { jobId: job.id, action: "removed" });
}

function stamp(state: GatewayState, config: JsonObject): JsonObject {
  const { dialect, version } = state.profile;
  const touched = { lastTouchedVersion: version };
  const meta = dialect === "classic" ? { ...touched, lastTouchedAt: new Date().toISOString() } : touched;
  return { ...config, meta: { ...objectAt(config, "meta"), ...meta } };
}

/** The first write with explicit ownership writes the implicit settings of the main agent into the config. */
function spellOutMain(state: GatewayState, config: JsonObject): JsonObject {
  const agents = objectAt(config, "agents");
  const main = objectAt(objectAt(agents, "entries"), "main");
  if (state.profile.rosterKey === "list" || agents.ownership !== "explicit" || main.workspace !== undefined)
    return config;
  if (!("main" in objectAt(agents, "entries"))) return config;
  const defaults = objectAt(agents, "defaults");
  const workspace = defaults.workspace ?? `${state.homeDir}/workspace`;
  const heartbeats = Object.values(objectAt(agents, "entries")).some((entry) => isJsonObject(entry) && entry.heartbeat);
  // The main agent keeps its heartbeat only while no agent has its own.
  const heartbeat = { agentId: "main", ...objectAt(defaults, "heartbeat") };
  return {
    ...config,
    agents: {
      ...agents,
      defaults: { ...defaults, systemAgent: { agentId: "main" }, ...(heartbeats ? {} : { heartbeat }) },
      entries: { ...objectAt(agents, "entries"), main: { ...main, workspace } },
    },
    talk: { agentId: "main", ...objectAt(config, "talk") },
  };
}
