import { heartbeatKeys } from "../../shared/heartbeat-values.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { JsonObject } from "../../shared/records.ts";
import { at, type Dialect, execHostPatch, type RosterPatchInput } from "./dialect.ts";
import { withRunnableTarget } from "./heartbeat-target.ts";

/** Gateways from 2026.8.1 on: the roster is a map, TOOLS is a section of AGENTS.md, HEARTBEAT an automation's scratch. */
export const current: Dialect = {
  name: "current",
  async recognizes({ config, lookUp }) {
    if (at(config, "agents", "entries") !== undefined) return true;
    return at(config, "agents", "list") === undefined && (await lookUp("agents.entries")) !== null;
  },
  knowsOwnership: async ({ config, lookUp }) =>
    at(config, "agents", "ownership") !== undefined || (await lookUp("agents.ownership")) !== null,
  knowsAutoHost: async () => true,
  restartsOnPatch: false,
  toolsHome: "agents-section",
  heartbeatHome: "scratch",
  listsEveryFile: false,
  unlistedFiles: ["IDENTITY.md"],
  readRoster,
  rosterPath: ["agents", "entries"],
  heartbeatKeys: heartbeatKeys(
    "every",
    "activeHours",
    "model",
    "session",
    "target",
    "directPolicy",
    "to",
    "accountId",
    "prompt",
    "timeoutSeconds",
    "lightContext",
    "isolatedSession",
  ),
  heartbeatPath: "agents.entries.*.heartbeat",
  agentAt,
  // They allow 30 patches a minute, and the run may need some for what is accepted.
  mostRefusals: 20,
  acceptedHeartbeat: withRunnableTarget,
  rosterPatch,
  settingsPatch: execHostPatch,
  visibilityPatch: () => ({}),
};

function readRoster(config: JsonObject): Map<string, JsonObject> {
  const entries = at(config, "agents", "entries");
  if (!isJsonObject(entries)) return new Map();
  return new Map(Object.entries(entries).flatMap(([id, entry]) => (isJsonObject(entry) ? [[id, entry]] : [])));
}

function rosterPatch({ config, changes, knowsOwnership }: RosterPatchInput): JsonObject {
  if (changes.length === 0) return {};
  const roster = readRoster(config);
  const hasOwner =
    at(config, "agents", "ownership") !== undefined || [...roster.values()].some((entry) => entry.default === true);
  // A gateway with one agent needs no owner; the first patch that adds more has to set the ownership rule.
  const needsOwnership = knowsOwnership && !hasOwner && changes.some(({ isNew }) => isNew);
  const entries: JsonObject = Object.fromEntries(changes.map(({ id, keys }) => [id, keys]));
  return { agents: { ...(needsOwnership ? { ownership: "explicit" } : {}), entries } };
}

/** Paths name an agent by its id, which may contain dots when the id itself is invalid. */
function agentAt(path: string, { config, patch }: Parameters<Dialect["agentAt"]>[1]): string | null {
  const [, rest] = /^agents\.entries[.[]"?(.*)$/s.exec(path) ?? [];
  if (rest === undefined) return null;
  const ids = [...readRoster(config).keys(), ...readRoster(patch).keys()];
  const meant = ids.filter((id) => rest.startsWith(id) && !/^[\w-]/.test(rest.slice(id.length)));
  return meant.toSorted((a, b) => b.length - a.length)[0] ?? null;
}
