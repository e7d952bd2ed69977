import { isJsonObject } from "../shared/is-json-object.ts";
import type { JsonObject, JsonValue } from "../shared/records.ts";
import type { Profile } from "./profiles.ts";

/** One agent in the config. */
export type RosterEntry = {
  id: string;
  name?: string;
  workspace: string;
  heartbeat?: JsonObject;
  settings: JsonObject;
};

export type Roster = { defaultId: string; byId: Map<string, RosterEntry> };

/** The id that OpenClaw makes from a name: lower case, sequences of other characters become one dash, at most 64 characters. */
export function agentIdOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 64);
}

/** All agents of a config, the default one first and the others by id. A config without agents has an implicit `main`. */
export function readRoster(config: JsonObject, profile: Profile, homeDir: string): Roster {
  const agents = objectAt(config, "agents");
  const settings = profile.rosterKey === "entries" ? mapEntries(agents.entries) : listEntries(agents.list);
  if (settings.size === 0) settings.set("main", {});
  const defaultId = defaultIdOf(settings, profile);
  const rest = [...settings.keys()].filter((id) => id !== defaultId).sort();
  const defaultWorkspace = textAt(objectAt(agents, "defaults"), "workspace") ?? `${homeDir}/workspace`;
  const byId = new Map<string, RosterEntry>();
  for (const id of [defaultId, ...rest]) {
    const own = settings.get(id) ?? {};
    const implied = id === defaultId ? defaultWorkspace : impliedWorkspace(id, defaultWorkspace, homeDir, profile);
    const name = textAt(own, "name");
    byId.set(id, {
      id,
      ...(name === undefined ? {} : { name }),
      workspace: textAt(own, "workspace") ?? implied,
      ...(isJsonObject(own.heartbeat) ? { heartbeat: own.heartbeat } : {}),
      settings: own,
    });
  }
  return { defaultId, byId };
}

function mapEntries(entries: JsonValue | undefined): Map<string, JsonObject> {
  if (!isJsonObject(entries)) return new Map();
  return new Map(Object.entries(entries).map(([id, own]) => [id.toLowerCase(), asObject(own)]));
}

function listEntries(list: JsonValue | undefined): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const own of Array.isArray(list) ? list : []) {
    const id = textAt(asObject(own), "id")?.toLowerCase();
    if (id && !found.has(id)) found.set(id, asObject(own));
  }
  return found;
}

/** On classic gateways the first entry of a list is the default agent unless one is marked. */
function defaultIdOf(settings: Map<string, JsonObject>, profile: Profile): string {
  for (const [id, own] of settings) if (own.default === true) return id;
  if (profile.rosterKey === "entries" && settings.has("main")) return "main";
  return settings.keys().next().value ?? "main";
}

function impliedWorkspace(id: string, defaultWorkspace: string, homeDir: string, profile: Profile): string {
  return profile.dialect === "current" ? `${defaultWorkspace}/${id}` : `${homeDir}/workspace-${id}`;
}

export function objectAt(object: JsonObject, key: string): JsonObject {
  return asObject(object[key]);
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
