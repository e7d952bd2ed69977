import type { DialectName, FilePlaces } from "../../shared/dialect-names.ts";
import type { HeartbeatKeys } from "../../shared/heartbeat-values.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { JsonObject } from "../../shared/records.ts";

/** One agent as the gateway's configuration should have it; a workspace of null leaves its entry's workspace unchanged. */
export type RosterAgent = {
  id: string;
  name: string;
  workspace: string | null;
  heartbeat: JsonObject;
  /** Its heartbeats answer in its last chat, even where the gateway then makes them wait for one. */
  deliversHeartbeats?: boolean;
};

/** A change of the roster: per agent, only the keys that are missing or differ. */
export type RosterChange = { id: string; isNew: boolean; keys: JsonObject };

export type RosterPatchInput = {
  config: JsonObject;
  changes: RosterChange[];
  /** The agent the gateway falls back to when its roster is empty. */
  defaultAgentId: string;
  /** False where an array in a patch replaces the one in the configuration (gateways before 2026.2.26). */
  mergesArrays: boolean;
  /** Whether the configuration knows `agents.ownership`. */
  knowsOwnership: boolean;
};

/** What a gateway says about itself before its dialect is known. */
export type SchemaProbe = {
  config: JsonObject;
  /** The gateway's schema of a setting; null if it has none. */
  lookUp(path: string): Promise<JsonObject | null>;
};

/**
 * How a family of gateways represents the same things, chosen once by the form of the gateway's configuration (docs/gateways.md,
 * Two dialects). No other code asks for versions or for a dialect's name. docs/adding.md says how to add one.
 */
export type Dialect = FilePlaces & {
  name: DialectName;
  /** Whether a gateway speaks this dialect, if it speaks none of the newer ones. */
  recognizes(probe: SchemaProbe): Promise<boolean>;
  /** Whether the configuration knows `agents.ownership`. */
  knowsOwnership(probe: SchemaProbe): Promise<boolean>;
  /** Whether `tools.exec.host` may be "auto" (`GatewaySession.knowsAutoHost`). */
  knowsAutoHost(probe: SchemaProbe): Promise<boolean>;
  /** Whether gateways restart when their configuration is patched; the newer ones of a dialect may not. */
  restartsOnPatch: boolean;
  /** Whether `agents.files.list` names every file that can be set. */
  listsEveryFile: boolean;
  /** Files that the gateway may serve without listing them. */
  unlistedFiles: readonly string[];
  /** The agents in the gateway's configuration, by id. */
  readRoster(config: JsonObject): Map<string, JsonObject>;
  /** Where the roster is in the configuration. */
  rosterPath: readonly string[];
  /** The heartbeat keys that every gateway of this dialect accepts; a gateway's schema may know more. */
  heartbeatKeys: HeartbeatKeys;
  /** Where the schema has an agent's heartbeat. */
  heartbeatPath: string;
  /**
   * The agent that a gateway means by a path in the configuration that `patch` would have made of `config`; null if the path is
   * not in the roster.
   */
  agentAt(path: string, made: { config: JsonObject; patch: JsonObject; mergesArrays: boolean }): string | null;
  /** How many patches may be refused before a run gives up on the remaining agents. Gateways count refused ones too. */
  mostRefusals: number;
  /** A heartbeat in a form that this gateway runs; `present` is its current one. */
  acceptedHeartbeat(heartbeat: JsonObject, present?: JsonObject): JsonObject;
  /** The patch that carries out `changes`; empty when there are none. */
  rosterPatch(input: RosterPatchInput): JsonObject;
  /** The keys outside the roster that provisioning adds where they are missing, as one patch; empty when nothing is missing. */
  settingsPatch(config: JsonObject): JsonObject;
  /** The same for channel heartbeat visibility: some gateways that apply everything else at run time restart for it. */
  visibilityPatch(config: JsonObject): JsonObject;
};

/** Follows `path` through nested objects; undefined if it ends early. */
export function at(root: JsonObject, ...path: string[]): unknown {
  let value: unknown = root;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return value;
}

/**
 * Agents run their commands on the gateway's host unless the operator decided otherwise. Only for gateways that know the
 * host "auto" (`GatewaySession.knowsAutoHost`).
 */
export function execHostPatch(config: JsonObject): JsonObject {
  return at(config, "tools", "exec", "host") === undefined ? { tools: { exec: { host: "gateway" } } } : {};
}
