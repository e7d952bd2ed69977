import type { JsonObject } from "../shared/records.ts";
import { ConfigStore } from "./config-store.ts";
import { CronStore } from "./cron-store.ts";
import { DeviceStore } from "./device-store.ts";
import type { Profile } from "./profiles.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { type RosterEntry, readRoster } from "./roster.ts";
import { SessionStore } from "./session-store.ts";
import { WireError } from "./wire.ts";
import { WorkspaceStore } from "./workspace-store.ts";

/** What a gateway keeps across restarts; here in memory. */
export type GatewayState = {
  profile: Profile;
  token: string;
  authMode: AuthMode;
  homeDir: string;
  config: ConfigStore;
  workspaces: WorkspaceStore;
  sessions: SessionStore;
  cron: CronStore;
  devices: DeviceStore;
  /** Why every turn of an agent fails, such as a missing key of the model; null if turns succeed. */
  turnFailure: string | null;
  turnMs: number;
  /** Whether a model with a key is set up. */
  hasModel: boolean;
  /** Agents that were deleted and not created again, from 2026.8.1 on; `pending` if the deletion was interrupted. */
  deletions: Map<string, "completed" | "pending">;
  configPatchLimiter: RateLimiter;
  /** When the runtime will know an agent that is already in the config (docs/gateways.md, Restarts). */
  visibleAtMs: Map<string, number>;
};

export type AuthMode = "token" | "password";

export type StateOptions = {
  profile: Profile;
  token: string;
  authMode: AuthMode;
  homeDir: string;
  requirePairing: boolean;
  rateLimits: boolean;
};

export function createState(options: StateOptions): GatewayState {
  const { profile, token, authMode, homeDir } = options;
  const config: JsonObject = {
    gateway: { mode: "local", bind: "loopback", auth: { mode: authMode, [authMode]: token } },
    agents: { defaults: { workspace: `${homeDir}/workspace` } },
  };
  const limit = options.rateLimits ? profile.configPatchesPerMinute : null;
  return {
    profile,
    token,
    authMode,
    homeDir,
    config: new ConfigStore(profile, homeDir, config),
    workspaces: new WorkspaceStore(profile),
    sessions: new SessionStore(),
    cron: new CronStore(),
    devices: new DeviceStore({ requirePairing: options.requirePairing }),
    turnFailure: null,
    turnMs: 1,
    hasModel: true,
    deletions: new Map(),
    configPatchLimiter: new RateLimiter({ method: "config.patch", limit }),
    visibleAtMs: new Map(),
  };
}

/** A restarted gateway knows the agents of its config, or of the old config if it restarts with that one. */
export function restartRuntime({ profile, config, homeDir, visibleAtMs }: GatewayState): void {
  config.running = profile.restartsWithOldConfig ? config.atStart : config.config;
  config.awaitsRestart = false;
  visibleAtMs.clear();
  const { byId } = readRoster(config.running, profile, homeDir);
  for (const id of config.roster.byId.keys()) if (!byId.has(id)) visibleAtMs.set(id, Number.POSITIVE_INFINITY);
}

/** Whether the running gateway lists an agent: one that was lost in a restart is unknown until the config is loaded again. */
export function isListed({ visibleAtMs }: GatewayState, id: string): boolean {
  return visibleAtMs.get(id) !== Number.POSITIVE_INFINITY;
}

/** The running gateway loads its config, so that it knows agents again that were lost in a restart. */
export function takeConfigIn(state: GatewayState): void {
  for (const id of [...state.visibleAtMs.keys()]) if (!isListed(state, id)) state.visibleAtMs.delete(id);
}

/** The agent with that id, if the runtime already knows it. */
export function findAgent(state: GatewayState, agentId: string): RosterEntry | undefined {
  const id = agentId.trim().toLowerCase();
  const visibleAtMs = state.visibleAtMs.get(id);
  if (visibleAtMs !== undefined) {
    if (Date.now() < visibleAtMs) return undefined;
    state.visibleAtMs.delete(id);
  }
  return state.config.roster.byId.get(id);
}

/**
 * Agents of the roster that count as deleted: a patch added them again, which does not lift the deletion. They have neither
 * automations nor sessions, but their workspace can be written to.
 */
export function deadAgents({ config, deletions }: GatewayState): string[] {
  return [...deletions.keys()].filter((id) => config.roster.byId.has(id));
}

/** @throws WireError for a session of an agent that was deleted. */
export function checkNotDeleted({ deletions }: GatewayState, agentId: string): void {
  if (!deletions.has(agentId)) return;
  const message = `Error: OpenClaw agent database is unavailable while agent ${agentId} is deleted.`;
  throw new WireError({ code: "UNAVAILABLE", message });
}

/** Hides agents that a config write just added until the runtime knows them. */
export function hideNewAgents(state: GatewayState, knownIds: ReadonlySet<string>, delayMs: number): void {
  if (delayMs === 0) return;
  for (const id of state.config.roster.byId.keys())
    if (!knownIds.has(id)) state.visibleAtMs.set(id, Date.now() + delayMs);
}
