import { heartbeatKeys } from "../../shared/heartbeat-values.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { JsonObject, JsonValue } from "../../shared/records.ts";
import { at, type Dialect, execHostPatch, type RosterPatchInput } from "./dialect.ts";

/** Quiet by default: routine "all is well" heartbeats are not delivered, alerts are. */
const heartbeatVisibility: JsonObject = { showOk: false, showAlerts: true, useIndicator: true };

/** Gateways up to 2026.7: the roster is a list, TOOLS.md and HEARTBEAT.md are files. */
export const classic: Dialect = {
  name: "classic",
  recognizes: async () => true,
  knowsOwnership: async () => false,
  async knowsAutoHost({ lookUp }) {
    const found = await lookUp("tools.exec.host");
    const hosts = found && at(found, "schema", "enum");
    return Array.isArray(hosts) && hosts.includes("auto");
  },
  restartsOnPatch: true,
  toolsHome: "file",
  heartbeatHome: "file",
  listsEveryFile: true,
  unlistedFiles: ["memory.md"],
  readRoster,
  rosterPath: ["agents", "list"],
  heartbeatKeys: heartbeatKeys(
    "every",
    "activeHours",
    "model",
    "session",
    "includeReasoning",
    "target",
    "to",
    "accountId",
    "prompt",
    "ackMaxChars",
  ),
  heartbeatPath: "agents.list.*.heartbeat",
  agentAt,
  // They allow three patches a minute: these take three minutes.
  mostRefusals: 9,
  acceptedHeartbeat: (heartbeat) => heartbeat,
  rosterPatch,
  settingsPatch: execHostPatch,
  visibilityPatch(config) {
    const missing = Object.entries(heartbeatVisibility).filter(
      ([key]) => at(config, "channels", "defaults", "heartbeat", key) === undefined,
    );
    if (missing.length === 0) return {};
    return { channels: { defaults: { heartbeat: Object.fromEntries(missing) } } };
  },
};

function listOf(config: JsonObject): JsonObject[] {
  const list = at(config, "agents", "list");
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function readRoster(config: JsonObject): Map<string, JsonObject> {
  return new Map(listOf(config).flatMap((entry) => (typeof entry.id === "string" ? [[entry.id, entry]] : [])));
}

function rosterPatch({ config, changes, defaultAgentId, mergesArrays }: RosterPatchInput): JsonObject {
  if (changes.length === 0) return {};
  const list = listOf(config);
  const changed: JsonObject[] = changes.map(({ id, keys }) => ({ id, ...keys }));
  // Without a list the gateway has one implicit agent; with a list the first entry becomes the default. Name it, so it stays.
  const implicit: JsonObject[] =
    list.length === 0 && !changes.some(({ id }) => id === defaultAgentId) ? [{ id: defaultAgentId }] : [];
  if (mergesArrays) return { agents: { list: [...implicit, ...changed] } };
  const byId = new Map(changed.map((entry) => [entry.id, entry]));
  const kept: JsonValue[] = list.map((entry) => mergeDeep(entry, byId.get(entry.id ?? null) ?? {}));
  const added = changes.flatMap(({ id, isNew }) => (isNew ? [byId.get(id) ?? { id }] : []));
  return { agents: { list: [...implicit, ...kept, ...added] } };
}

/** Paths name an agent by its position in the list that the patch makes. */
function agentAt(path: string, { config, patch, mergesArrays }: Parameters<Dialect["agentAt"]>[1]): string | null {
  const [, place] = /^agents\.list\.(\d+)(?:\.|$)/.exec(path.replace(/\[(\d+)\]/, ".$1")) ?? [];
  if (place === undefined) return null;
  const before = at(config, "agents", "list");
  const sent = at(patch, "agents", "list");
  const ids = (list: unknown) =>
    Array.isArray(list) ? list.map((entry) => (isJsonObject(entry) ? entry.id : undefined)) : [];
  const kept = mergesArrays ? ids(before) : [];
  const made = [...kept, ...ids(sent).filter((id) => !kept.includes(id))];
  const id = made[Number(place)];
  return typeof id === "string" ? id : null;
}

function mergeDeep(base: JsonObject, patch: JsonObject): JsonObject {
  const merged: JsonObject = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const before = merged[key];
    merged[key] = isJsonObject(before) && isJsonObject(value) ? mergeDeep(before, value) : value;
  }
  return merged;
}
