import { isJsonObject } from "../../shared/is-json-object.ts";
import type { WorkObstacle } from "../../shared/obstacles.ts";
import type { JsonObject } from "../../shared/records.ts";
import { at } from "./dialect.ts";
import type { GatewaySession } from "./session.ts";

export type FindObstaclesInput = Pick<GatewaySession, "dialect" | "knowsAutoHost"> & {
  config: JsonObject;
  /** The agents to judge; empty for an agent without settings of its own. */
  agentKeys: readonly string[];
  /** Whether the gateway has a model that it can use; null if it does not tell. */
  hasModel: boolean | null;
};

type Found = Omit<WorkObstacle, "agentKeys">;

/**
 * The settings of a gateway that keep agents from running a shell command, which every check-in needs, or from a turn at all
 * (docs/gateways.md, Heartbeats and check-ins). An agent's own settings count before those for all. Pure.
 */
export function findObstacles(input: FindObstaclesInput): WorkObstacle[] {
  const { dialect, config, agentKeys } = input;
  const roster = dialect.readRoster(config);
  const judged: { key: string | null; entry?: JsonObject | undefined }[] =
    agentKeys.length > 0 ? agentKeys.map((key) => ({ key, entry: roster.get(key) })) : [{ key: null }];
  const found = new Map<string, { obstacle: Found; keys: string[] }>();
  for (const { key, entry } of judged) {
    const own = key === null || !entry ? null : { settings: entry, path: `${entryPath(dialect, key)}` };
    for (const obstacle of obstaclesOf(input, own)) {
      const known = found.get(obstacle.setting) ?? { obstacle, keys: [] };
      if (key !== null) known.keys.push(key);
      found.set(obstacle.setting, known);
    }
  }
  return [...found.values()].map(({ obstacle, keys }) => ({
    ...obstacle,
    agentKeys: keys.length === agentKeys.length ? null : keys,
  }));
}

function entryPath({ rosterPath }: FindObstaclesInput["dialect"], key: string): string {
  return rosterPath.includes("list") ? `${rosterPath.join(".")} (${key})` : `${rosterPath.join(".")}.${key}`;
}

type Own = { settings: JsonObject; path: string } | null;

function obstaclesOf(input: FindObstaclesInput, own: Own): Found[] {
  const { config, hasModel } = input;
  /** The agent's own value of a setting, else that for all; with the name of the one that counts. */
  const read = (...path: string[]) => {
    const owned = own ? at(own.settings, ...path) : undefined;
    const setting = owned === undefined ? path.join(".") : `${own?.path}.${path.join(".")}`;
    return { setting, value: owned ?? at(config, ...path) };
  };
  const model: Found[] =
    hasModel === false
      ? [
          {
            setting: "agents.defaults.model",
            why: "names no model that the gateway can use: no agent can have a turn",
            remedy: "Set up a model provider there (openclaw configure)",
          },
        ]
      : [];
  return [...model, ...offering(config, read, own), ...policy(input, read), ...sandbox(config, own)];
}

type Read = (...path: string[]) => { setting: string; value: unknown };

const execNames = ["exec", "group:runtime", "*"];
const narrowProfiles = ["minimal", "messaging"];

/** Whether agents are offered the tool that runs commands. */
function offering(config: JsonObject, read: Read, own: Own): Found[] {
  const profile = read("tools", "profile");
  const more = [...listAt(config, "tools", "alsoAllow"), ...(own ? listAt(own.settings, "tools", "alsoAllow") : [])];
  const allow = read("tools", "allow");
  const denials = [
    { setting: "tools.deny", list: listAt(config, "tools", "deny") },
    ...(own ? [{ setting: `${own.path}.tools.deny`, list: listAt(own.settings, "tools", "deny") }] : []),
  ];
  const found: Found[] = [];
  if (narrowProfiles.includes(String(profile.value)) && !offersExec(more)) {
    const why = `is "${profile.value}", which does not offer the tool exec: agents cannot run a shell command`;
    found.push({ setting: profile.setting, why, remedy: "Set it to coding, or add exec to tools.alsoAllow" });
  }
  if (Array.isArray(allow.value) && allow.value.length > 0 && !offersExec([...allow.value, ...more])) {
    const why = "does not have the tool exec: agents cannot run a shell command";
    found.push({ setting: allow.setting, why, remedy: "Add exec to it" });
  }
  for (const { setting, list } of denials) {
    const denied = list.find((name) => execNames.includes(String(name)));
    if (denied === undefined) continue;
    const why = `has "${denied}": agents cannot run a shell command`;
    found.push({ setting, why, remedy: `Remove ${denied} from it` });
  }
  return found;
}

/** Whether commands run without a person, and where. */
function policy({ knowsAutoHost }: FindObstaclesInput, read: Read): Found[] {
  const mode = read("tools", "exec", "mode");
  const security = read("tools", "exec", "security");
  const ask = read("tools", "exec", "ask");
  const host = read("tools", "exec", "host");
  const found: Found[] = [];
  const add = ({ setting, value }: { setting: string; value: unknown }, why: string, remedy: string) =>
    found.push({ setting, why: `is "${value}": ${why}`, remedy });
  if (mode.value === "deny") add(mode, "no shell command runs", "Set it to full");
  else if (mode.value === "ask") add(mode, waits, fullOrListed);
  else if (mode.value === "allowlist") add(mode, listed, fullOrListed);
  // Up to 2026.3.28 the default host "sandbox" runs commands at once, whatever the policy says.
  const appliesPolicy = knowsAutoHost || host.value === "gateway" || host.value === "node";
  if (mode.value === undefined && appliesPolicy) {
    if (security.value === "deny") add(security, "no shell command runs", "Set it to full");
    if (security.value === "allowlist") add(security, listed, fullOrListed);
    if (ask.value === "always") add(ask, waits, "Set it to off");
    if (!knowsAutoHost && host.value === "gateway" && security.value === undefined) {
      add(host, "on this version of OpenClaw every shell command then waits for an approval", "Remove it");
    }
  }
  if (host.value === "node") add(host, "commands run only on a paired node, if one is connected", "Set it to gateway");
  if (host.value === "sandbox" && knowsAutoHost) {
    add(host, "commands run only in a sandbox, which needs Docker on the gateway's host", "Set it to gateway");
  }
  return found;
}

/** The programs of the check-in in the built-in templates (templates/BOARD_TOOLS.md.j2). */
const fullOrListed =
  'Set it to full, or list the programs that the built-in templates use, curl and grep, on the gateway\'s host: openclaw approvals allowlist add --agent "*" curl, and the same with grep';
const waits = "each shell command waits for a person's approval";
const listed = "only commands on the allowlist run";

function sandbox(config: JsonObject, own: Own): Found[] {
  const owned = own ? at(own.settings, "sandbox", "mode") : undefined;
  const mode = owned ?? at(config, "agents", "defaults", "sandbox", "mode");
  if (mode !== "all") return [];
  const setting = owned === undefined ? "agents.defaults.sandbox.mode" : `${own?.path}.sandbox.mode`;
  const why =
    'is "all": agents run only in a sandbox, which needs Docker on the gateway\'s host and a way to Mission Control';
  return [{ setting, why, remedy: "Set it to off, or make sure that the sandbox has a network" }];
}

function listAt(config: JsonObject, ...path: string[]): unknown[] {
  const value = at(config, ...path);
  return Array.isArray(value) ? value : [];
}

function offersExec(list: unknown[]): boolean {
  return list.some((name) => execNames.includes(String(name)));
}

/** One sentence about an obstacle, such as for a list: `tools.exec.mode is "ask": …`. */
export function obstacleText({ setting, why }: WorkObstacle): string {
  return `${setting} ${why}`;
}

/** Whether the answer to `models.list` has a model. */
export function hasModelIn(answer: unknown): boolean | null {
  if (!isJsonObject(answer) || !Array.isArray(answer.models)) return null;
  return answer.models.some((model) => isJsonObject(model) && model.available !== false);
}
