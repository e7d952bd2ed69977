import { isDeepStrictEqual } from "node:util";
import { checkHeartbeat } from "../../../shared/heartbeat-values.ts";
import { isJsonObject } from "../../../shared/is-json-object.ts";
import type { JsonObject } from "../../../shared/records.ts";
import type { RosterAgent, RosterChange } from "../../gateway/dialect.ts";
import { isRosterElsewhere, losesIncludes } from "../../gateway/find-includes.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { hideSecrets } from "../../vault/known-secrets.ts";

/** The parts of a session that decide about a configuration change: the newest snapshot, and what the gateway accepts. */
export type ConfigFacts = Pick<
  GatewaySession,
  | "dialect"
  | "config"
  | "defaultAgentId"
  | "mergesArrays"
  | "heartbeatKeys"
  | "knowsOwnership"
  | "canSetChannelVisibility"
  | "knowsAutoHost"
>;

/** The agents whose entries should be correct, and whether missing settings outside the roster are added. */
export type ConfigScope = { agents: RosterAgent[]; settings: boolean };

/** A roster entry to change: the keys that change, and their values before, for display and comparison. */
export type EntryChange = RosterChange & { agentName: string; before: JsonObject };

/** The one patch of a run, and the agents it is for. `patch` is null when the configuration is already correct. */
export type ConfigPlan = {
  patch: JsonObject | null;
  /** By agent key. */
  changes: Map<string, EntryChange>;
  /** The part of the patch outside the roster. */
  settings: JsonObject;
  /** The settings that are missing, but not worth what the patch would cost. */
  leftOut: JsonObject;
  /** The part of the patch that adds channel visibility; empty when it adds none. */
  visibility: JsonObject;
  newAgents: Set<string>;
  changedAgents: Set<string>;
};

/**
 * Plans the configuration change of a sync: adds missing agents, corrects name, workspace and heartbeat, keeps every key the
 * operator set, and adds only missing settings (docs/behaviour.md, A sync).
 */
export function planConfig(facts: ConfigFacts, scope: ConfigScope): ConfigPlan {
  const { dialect, canSetChannelVisibility, knowsAutoHost } = facts;
  const { config, includes, comments } = facts.config;
  const roster = dialect.readRoster(config);
  const changes = scope.agents.flatMap((agent) => changeOf(agent, roster.get(agent.id), facts) ?? []);
  const isNew = (change: RosterChange) => change.isNew;
  const missingHost = scope.settings && knowsAutoHost ? dialect.settingsPatch(config) : {};
  const missingVisibility = scope.settings && canSetChannelVisibility ? dialect.visibilityPatch(config) : {};
  const missing = { ...missingHost, ...missingVisibility };
  // Optional settings alone are not worth making the gateway drop its included files, or the comments of its own.
  const rewritesAnyway = changes.length > 0 && !isRosterElsewhere(includes, dialect.rosterPath);
  const isWorthIt = rewritesAnyway || (comments === 0 && !losesIncludes(includes));
  const settings = isWorthIt ? missing : {};
  const visibility = isWorthIt ? missingVisibility : {};
  const patch = { ...settings, ...dialect.rosterPatch({ ...facts, config, changes }) };
  return {
    patch: Object.keys(patch).length > 0 ? patch : null,
    changes: new Map(changes.map((change) => [change.id, change])),
    settings,
    leftOut: isWorthIt ? {} : missing,
    visibility,
    newAgents: new Set(changes.filter(isNew).map(({ id }) => id)),
    changedAgents: new Set(changes.filter((change) => !isNew(change)).map(({ id }) => id)),
  };
}

type Accepts = Pick<ConfigFacts, "dialect" | "heartbeatKeys">;

function changeOf(agent: RosterAgent, entry: JsonObject | undefined, accepts: Accepts): EntryChange | null {
  const { accepted } = checkHeartbeat(agent.heartbeat, accepts.heartbeatKeys);
  const desired: JsonObject = {
    name: agent.name,
    ...(agent.workspace === null ? {} : { workspace: agent.workspace }),
    heartbeat: agent.deliversHeartbeats
      ? accepted
      : accepts.dialect.acceptedHeartbeat(accepted, presentHeartbeat(entry)),
  };
  const { id, name: agentName } = agent;
  if (!entry) return { id, agentName, isNew: true, keys: desired, before: {} };
  const keys = differingKeys(desired, entry);
  if (Object.keys(keys).length === 0) return null;
  return { id, agentName, isNew: false, keys, before: withoutSecrets(sameKeys(entry, keys)) };
}

/** For plans, which are kept and exported. */
function withoutSecrets(values: JsonObject): JsonObject {
  return JSON.parse(hideSecrets(JSON.stringify(values))) as JsonObject;
}

function presentHeartbeat(entry: JsonObject | undefined): JsonObject | undefined {
  return isJsonObject(entry?.heartbeat) ? entry.heartbeat : undefined;
}

/** The values in `from` that a patch of `keys` replaces. */
export function sameKeys(from: JsonObject, keys: JsonObject): JsonObject {
  const part: JsonObject = {};
  for (const [key, value] of Object.entries(keys)) {
    const present = from[key];
    if (present === undefined) continue;
    part[key] = isJsonObject(value) && isJsonObject(present) ? sameKeys(present, value) : present;
  }
  return part;
}

/** The part of `desired` that differs from `actual`; keys only in `actual` are the operator's and stay. */
function differingKeys(desired: JsonObject, actual: JsonObject): JsonObject {
  const differing: JsonObject = {};
  for (const [key, value] of Object.entries(desired)) {
    const present = actual[key];
    if (isJsonObject(value) && isJsonObject(present)) {
      const inner = differingKeys(value, present);
      if (Object.keys(inner).length > 0) differing[key] = inner;
    } else if (!isDeepStrictEqual(value, present)) differing[key] = value;
  }
  return differing;
}
