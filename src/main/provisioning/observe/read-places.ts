import type { Tenant } from "../../../shared/find-clashes.ts";
import { isOwnKeyOf, workspaceOf } from "../../../shared/identity.ts";
import type { Gateway, JsonObject } from "../../../shared/records.ts";
import { readWorkspacePath } from "../../gateway/agent-files.ts";
import { at } from "../../gateway/dialect.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import { listAgents, type RunningAgents } from "../../gateway/list-agents.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

/** Where agents are on a gateway, by its roster and, for agents with keys not in our own format, by its running agents. */
export type Places = {
  gateway: Gateway;
  session: GatewaySession;
  /** By id in lower case, because gateways compare ids without case. */
  roster: Map<string, { key: string; entry: JsonObject }>;
  /** Null if every agent in question would be in the roster. */
  running: RunningAgents | null;
};

/**
 * @param agents the agents to find.
 * @throws as `GatewayConnection.call`
 */
export async function readPlaces(
  gateway: Gateway,
  session: GatewaySession,
  agents: ScopedAgent[],
  signal: AbortSignal,
): Promise<Places> {
  if (!agents.every(({ agent, key }) => isOwnKeyOf(agent, key))) return listAllPlaces(gateway, session, signal);
  return { gateway, session, roster: rosterById(session), running: null };
}

/**
 * The same of every agent on the gateway.
 * @throws as `GatewayConnection.call`
 */
export async function listAllPlaces(gateway: Gateway, session: GatewaySession, signal: AbortSignal): Promise<Places> {
  return { gateway, session, roster: rosterById(session), running: await whatRuns(session, signal) };
}

function rosterById({ dialect, config }: GatewaySession): Places["roster"] {
  const entries = [...dialect.readRoster(config.config)];
  return new Map(entries.map(([key, entry]) => [key.toLowerCase(), { key, entry }]));
}

/**
 * The roster and the default agent answer nearly every question, so a gateway that refuses to list its agents does not stop the
 * run.
 */
async function whatRuns({ connection }: GatewaySession, signal: AbortSignal): Promise<RunningAgents | null> {
  try {
    return await listAgents(connection, signal);
  } catch (error) {
    if (error instanceof GatewayCallError) return null;
    throw error;
  }
}

/** Whether the gateway has the agent, with or without an entry of its own. */
export function isThere({ roster, running, session }: Places, key: string): boolean {
  const id = key.toLowerCase();
  return roster.has(id) || (running?.workspaces.has(id) ?? false) || id === session.defaultAgentId.toLowerCase();
}

/** Whether it is the gateway's default agent, which usually belongs to the gateway's owner. */
export function isDefaultAgent({ roster, running, session }: Places, key: string): boolean {
  const id = key.toLowerCase();
  return (
    id === "main" ||
    id === session.defaultAgentId.toLowerCase() ||
    id === running?.defaultId?.toLowerCase() ||
    roster.get(id)?.entry.default === true
  );
}

/**
 * The agent where it is, or where it should be: with its id as the gateway spells it, and, if its key is not in our own format,
 * with the workspace it has. Asks the gateway if its roster does not say.
 * @throws as `GatewayConnection.call`
 */
export async function placeAgent(places: Places, scoped: ScopedAgent, signal: AbortSignal): Promise<ScopedAgent> {
  const { key: ownKey } = scoped;
  const { key, entry } = places.roster.get(ownKey.toLowerCase()) ?? { key: ownKey, entry: undefined };
  const workspace = workspaceOf(places.gateway, { id: scoped.agent.id, key }, entry);
  const isOurs = isOwnKeyOf(scoped.agent, key) && scoped.mode === undefined;
  if (isOurs || !isThere(places, key)) return { ...scoped, key, workspace };
  const foreign = { isImplied: entry === undefined, adopts: null };
  if (hasWorkspace(entry)) return { ...scoped, key, workspace: String(entry?.workspace), foreign };
  const implied = places.running?.workspaces.get(key.toLowerCase()) ?? (await askWorkspace(places, key, signal));
  return { ...scoped, key, workspace: implied ?? workspace, foreign };
}

/**
 * The agents that only the gateway knows, with their workspaces.
 * @param known the keys of records.
 * @param wanted the workspaces that records should have
 * @throws as `GatewayConnection.call`
 */
export async function listStrangers(
  places: Places,
  known: string[],
  wanted: string[],
  signal: AbortSignal,
): Promise<Tenant[]> {
  const ours = new Set(known.map((key) => key.toLowerCase()));
  const folders = new Set(wanted.map((path) => path.toLowerCase().split(/[\\/]/).at(-1)));
  const strangers = [...places.roster].filter(([id]) => !ours.has(id));
  return Promise.all(
    strangers.map(async ([id, { key, entry }]): Promise<Tenant> => {
      const name = typeof entry.name === "string" ? entry.name : key;
      const stranger = { key, name, agentId: null, isThere: true };
      if (hasWorkspace(entry)) return { ...stranger, workspace: String(entry.workspace) };
      if (isDefaultAgent(places, key)) return { ...stranger, workspace: defaultWorkspace(places) };
      // An agent without a workspace setting has a folder named after it: only then must the gateway be asked.
      const mayShare = folders.has(id) || folders.has(`workspace-${id}`);
      return { ...stranger, workspace: mayShare ? await askWorkspace(places, key, signal) : null };
    }),
  );
}

function hasWorkspace(entry: JsonObject | undefined): boolean {
  return typeof entry?.workspace === "string" && entry.workspace.trim() !== "";
}

function defaultWorkspace({ session }: Places): string | null {
  const workspace = at(session.config.config, "agents", "defaults", "workspace");
  return typeof workspace === "string" ? workspace : null;
}

async function askWorkspace({ session }: Places, key: string, signal: AbortSignal): Promise<string | null> {
  try {
    return await readWorkspacePath(session.connection, key, signal);
  } catch (error) {
    if (error instanceof GatewayCallError) return null;
    throw error;
  }
}
