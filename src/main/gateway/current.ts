import type { JsonObject } from "../../shared/records.ts";
import { at, type Dialect, execHostPatch, type RosterPatchInput } from "./dialect.ts";
import { isObject } from "./failure.ts";
import { withRunnableTarget } from "./heartbeat-target.ts";

/** The heartbeat keys that gateways from 2026.8.1 on accept; they reject the whole patch over any other. */
const heartbeatKeys = new Set([
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
]);

/** Gateways from 2026.8.1 on: the roster is a map, TOOLS is a section of AGENTS.md, HEARTBEAT an automation's scratch. */
export const current: Dialect = {
  name: "current",
  toolsHome: "agents-section",
  heartbeatHome: "scratch",
  listsEveryFile: false,
  readRoster,
  acceptedHeartbeat: (heartbeat, present) =>
    withRunnableTarget(
      Object.fromEntries(Object.entries(heartbeat).filter(([key]) => heartbeatKeys.has(key))),
      present,
    ),
  rosterPatch,
  extrasPatch: execHostPatch,
  visibilityPatch: () => ({}),
};

function readRoster(config: JsonObject): Map<string, JsonObject> {
  const entries = at(config, "agents", "entries");
  if (!isObject(entries)) return new Map();
  return new Map(
    Object.entries(entries).flatMap(([id, entry]) => (isObject(entry) ? [[id, entry as JsonObject]] : [])),
  );
}

function rosterPatch({ config, changes, knowsOwnership }: RosterPatchInput): JsonObject {
  if (changes.length === 0) return {};
  const roster = readRoster(config);
  const hasOwner =
    at(config, "agents", "ownership") !== undefined || [...roster.values()].some((entry) => entry.default === true);
  // A gateway with one agent needs no owner; the first patch that makes it several has to name the rule.
  const needsOwnership = knowsOwnership && !hasOwner && changes.some(({ isNew }) => isNew);
  const entries: JsonObject = Object.fromEntries(changes.map(({ id, keys }) => [id, keys]));
  return { agents: { ...(needsOwnership ? { ownership: "explicit" } : {}), entries } };
}
