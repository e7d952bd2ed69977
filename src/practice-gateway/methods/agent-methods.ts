import { setTimeout as delay } from "node:timers/promises";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { JsonObject, JsonValue } from "../../shared/records.ts";
import type { Call, MethodTable } from "../method.ts";
import { agentIdOf, objectAt, type RosterEntry } from "../roster.ts";
import { findAgent, type GatewayState, isListed } from "../state.ts";
import { checkParams } from "../validate-params.ts";
import { invalidRequest } from "../wire.ts";
import { declareAutomations, writeConfig } from "../write-config.ts";

type CreateParams = { name: string; workspace?: string };
type UpdateParams = { agentId: string; name?: string; workspace?: string };

/** Long enough that concurrent creates read the same config, as on old gateways. */
const createTakesMs = 20;
/** How often a gateway tries again to create automations that failed. */
const retryAutomationsMs = 30_000;

export const agentListMethods: MethodTable = {
  "agents.list": ({ state, params }) => {
    checkParams(state.profile, "agents.list", params);
    const { defaultId, byId } = state.config.roster;
    const listed = [...byId.values()].filter(({ id }) => isListed(state, id));
    const agents = listed.map((agent) => describeAgent(state, agent));
    if (state.profile.dialect === "classic") return { defaultId, mainKey: "main", scope: "per-sender", agents };
    const isExplicit = objectAt(state.config.config, "agents").ownership === "explicit";
    const ownership = isExplicit ? "explicit" : "sole";
    return { defaultId, ownership, selectionRequired: false, mainKey: "main", scope: "per-sender", agents };
  },
};

export const agentMethods: MethodTable = {
  "agents.create": async (call) => {
    const { state, host } = call;
    const params = checkParams<CreateParams>(state.profile, "agents.create", call.params);
    const id = idForNew(state, params.name);
    const isThere = state.config.roster.byId.has(id);
    liftDeletion(call, id);
    if (isThere) throw invalidRequest(`agent "${id}" already exists`);
    const name = state.profile.dialect === "current" ? params.name.trim().replace(/\s+/g, " ") : params.name.trim();
    const defaultWorkspace = state.config.roster.byId.get(state.config.roster.defaultId)?.workspace ?? state.homeDir;
    const workspace = params.workspace ?? `${defaultWorkspace}/${id}`;
    const losesOthers = state.profile.concurrentCreates === "loses";
    const asRead = state.config.source;
    if (losesOthers) await delay(createTakesMs);
    state.workspaces.seed(workspace);
    if (state.profile.dialect === "classic") addIdentityName(state, workspace, name);
    const base = losesOthers ? asRead : state.config.source;
    const identity = state.profile.dialect === "current" ? { identity: { name } } : {};
    const agentDir = `${state.homeDir}/agents/${id}/agent`;
    const config = withAgent(state, base, id, { name, workspace, agentDir, ...identity });
    writeConfig(state, host, config, { visibleAfterMs: state.profile.visibleAfterCreateMs });
    if (state.profile.createRestarts) host.planRestart({ delayMs: host.scaled(500), times: 1 });
    return { ok: true, agentId: id, name, workspace };
  },

  "agents.update": (call) => {
    const { state, host } = call;
    const { agentId, name, workspace } = checkParams<UpdateParams>(state.profile, "agents.update", call.params);
    const agent = knownAgent(call, agentId);
    const settings: JsonObject = { ...agent.settings };
    if (name !== undefined) settings.name = name;
    if (name !== undefined && state.profile.dialect === "current") {
      settings.identity = { ...objectAt(settings, "identity"), name };
      renameIdentity(state, agent.workspace, name);
    }
    if (workspace !== undefined) {
      settings.workspace = workspace;
      state.workspaces.seed(workspace);
    }
    const config = withAgent(state, state.config.source, agent.id, settings);
    writeConfig(state, host, config, { visibleAfterMs: 0 });
    return { ok: true, agentId: agent.id };
  },

  "agents.delete": (call) => {
    const { state, host } = call;
    const params = checkParams<{ agentId: string; deleteFiles?: boolean }>(state.profile, "agents.delete", call.params);
    if (params.agentId === "main") throw invalidRequest(mainKeptText(state));
    const agent = knownAgent(call, params.agentId);
    if (params.deleteFiles !== false) state.workspaces.removeWorkspace(agent.workspace);
    if (state.profile.dialect === "current") state.deletions.set(agent.id, "completed");
    writeConfig(state, host, withoutAgent(state, agent.id), { visibleAfterMs: 0 });
    const answer = { ok: true, agentId: agent.id, removedBindings: 0 };
    return state.profile.dialect === "classic" ? answer : { ...answer, removed: [], failed: [] };
  },
};

function describeAgent(state: GatewayState, agent: RosterEntry): object {
  const named = agent.name === undefined ? {} : { name: agent.name };
  if (state.profile.dialect === "classic") return { id: agent.id, ...named };
  return { id: agent.id, ...named, workspace: agent.workspace, workspaceGit: false };
}

/** Creating an agent lifts its deletion, even if a patch added it again before: the call is then refused, but the agent works. */
function liftDeletion({ state, host }: Call, id: string): void {
  const deletion = state.deletions.get(id);
  if (deletion === "pending") throw invalidRequest(`agent "${id}" deletion cleanup is still pending`);
  if (!state.deletions.delete(id)) return;
  setTimeout(() => declareAutomations(state, host), host.scaled(retryAutomationsMs)).unref();
}

function idForNew(state: GatewayState, name: string): string {
  const id = agentIdOf(name);
  const isClassic = state.profile.dialect === "classic";
  if (isClassic && (id === "" || id === "main")) throw invalidRequest('"main" is reserved');
  if (name.trim() === "") throw invalidRequest("agent name is required");
  if (id === "")
    throw invalidRequest(`Agent name "${name}" has no valid id characters. Use at least one letter a-z or digit.`);
  return id;
}

/** Creating on a classic gateway adds a line to the new IDENTITY.md; renaming does not change it. */
function addIdentityName(state: GatewayState, workspace: string, name: string): void {
  const identity = state.workspaces.read(workspace, "IDENTITY.md") ?? "";
  state.workspaces.write(workspace, "IDENTITY.md", `${identity}\n- Name: ${name}\n`);
}

/** Renaming on a current gateway rewrites the name line of IDENTITY.md, whoever wrote it. */
function renameIdentity(state: GatewayState, workspace: string, name: string): void {
  const identity = state.workspaces.read(workspace, "IDENTITY.md");
  const renamed = identity?.replace(/^- (\*\*)?Name:.*$/m, () => `- Name: ${name}`);
  if (renamed !== undefined && renamed !== identity) state.workspaces.write(workspace, "IDENTITY.md", renamed);
}

/** Update and delete have the same message on every version, unlike the files methods. */
function knownAgent(call: Call, agentId: string): RosterEntry {
  const agent = findAgent(call.state, agentId);
  if (!agent) throw invalidRequest(`agent "${agentId}" not found`);
  return agent;
}

function mainKeptText(state: GatewayState): string {
  if (state.profile.dialect === "classic") return '"main" cannot be deleted';
  return 'Agent "main" owns the legacy shared auth store and cannot be deleted. Run openclaw doctor --fix to migrate shared auth, then retry.';
}

/** The first other agent gives the implicit main agent its own entry. */
function withAgent(state: GatewayState, config: JsonObject, id: string, settings: JsonObject): JsonObject {
  const agents = objectAt(config, "agents");
  if (state.profile.rosterKey === "entries") {
    const entries = { ...objectAt(agents, "entries"), [id]: settings };
    return { ...config, agents: { ...agents, ownership: "explicit", entries } };
  }
  const list = Array.isArray(agents.list) && agents.list.length > 0 ? agents.list : [{ id: "main" }];
  const entry = { id, ...settings };
  const position = list.findIndex((other) => isAgent(other, id));
  const changed = position < 0 ? [...list, entry] : list.with(position, entry);
  return { ...config, agents: { ...agents, list: changed } };
}

function withoutAgent(state: GatewayState, id: string): JsonObject {
  const config = state.config.source;
  const agents = objectAt(config, "agents");
  if (state.profile.rosterKey === "entries") {
    const { [id]: _, ...entries } = objectAt(agents, "entries");
    return { ...config, agents: { ...agents, entries } };
  }
  const list = Array.isArray(agents.list) ? agents.list.filter((other) => !isAgent(other, id)) : [];
  return { ...config, agents: { ...agents, list } };
}

function isAgent(entry: JsonValue, id: string): boolean {
  return isJsonObject(entry) && entry.id === id;
}
