import type { JsonObject } from "../shared/records.ts";
import type { Scratch } from "./cron-store.ts";
import type { PendingDevice } from "./device-store.ts";
import type { Fault, InjectedFault } from "./faults.ts";
import { GatewayCore } from "./gateway-core.ts";
import type { TlsFiles } from "./listener.ts";
import { profileOf } from "./profiles.ts";
import type { ChatMessage, Session } from "./session-store.ts";
import { createState, type GatewayState } from "./state.ts";
import { declareAutomations } from "./write-config.ts";

export type PracticeGatewayOptions = {
  /** Any version from 2026.1.30 on; 2026.9.6. */
  version?: string;
  /** 0, any free one. */
  port?: number;
  token?: string;
  /** How long every call takes at least; 0. */
  latencyMs?: number;
  /** How long a restart takes; as long as on the real one. */
  restartMs?: number;
  /** Whether devices must be approved before they get in, as remote ones must on a real gateway; false. */
  requirePairing?: boolean;
  tls?: TlsFiles;
  /** The folder under which the gateway claims to keep its own things; nothing is written there. */
  homeDir?: string;
  /** Whether config.patch is limited as often as that version limits it; true. */
  rateLimits?: boolean;
};

/** A running practice gateway: where to reach it, and what tests and demos may see and do behind its back. */
export type PracticeGateway = {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly version: string;
  /** What a gateway record may call `workspace_root`; any other path is as good. */
  readonly workspaceRoot: string;
  /** Calls by method since the start, faulty and refused ones included. */
  readonly calls: ReadonlyMap<string, number>;
  /** Writes over the wire alone: what a test does through this handle does not count. */
  readonly configWrites: number;
  readonly fileWrites: number;
  readonly restarts: number;
  readonly agentIds: string[];
  readonly sessions: ReadonlyMap<string, Session>;
  readonly chats: ChatMessage[];
  readonly pendingDevices: PendingDevice[];
  resetCounters(): void;

  /** @throws Error when the agent is not on the gateway. */
  readFile(agentId: string, name: string): string | undefined;
  /** As if someone edited the file on the gateway's disk. */
  writeFile(agentId: string, name: string, content: string): void;
  deleteFile(agentId: string, name: string): void;
  /** The same by the workspace's path, whether or not an agent lives there. */
  readWorkspaceFile(workspace: string, name: string): string | undefined;
  writeWorkspaceFile(workspace: string, name: string, content: string): void;
  /** The heartbeat text of an agent; undefined when it has no heartbeat job or no text yet. */
  readScratch(agentId: string): Scratch | undefined;
  /** As if the agent was being deleted when the gateway was cut off, and then put back into the config. */
  leaveDeletionPending(agentId: string): void;
  /** The config as it is stored, secrets in clear. */
  config(): JsonObject;
  /** As if someone edited the config file. */
  setConfig(config: JsonObject): void;

  setLatency(latencyMs: number): void;
  inject(fault: Fault): InjectedFault;
  clearFaults(): void;
  /** @throws Error when nothing waits under that id. */
  approvePairing(requestId: string): void;

  /** The sequence of a real restart; resolves when it is up again. */
  restart(): Promise<void>;
  /** As SIGKILL: connections end with 1006, nobody listens. State is kept. */
  kill(): Promise<void>;
  /** After kill: up again on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** Starts a gateway on 127.0.0.1 that speaks the protocol of the given version and keeps everything in memory. */
export async function startPracticeGateway(options: PracticeGatewayOptions = {}): Promise<PracticeGateway> {
  const profile = profileOf(options.version ?? "2026.9.6");
  const state = createState({
    profile,
    token: options.token ?? "practice-token",
    homeDir: options.homeDir ?? "/home/practice/.openclaw",
    requirePairing: options.requirePairing ?? false,
    rateLimits: options.rateLimits ?? true,
  });
  const core = new GatewayCore({
    state,
    latencyMs: options.latencyMs ?? 0,
    restartMs: options.restartMs ?? profile.restartMs,
    ...(options.tls ? { tls: options.tls } : {}),
  });
  const port = await core.start(options.port ?? 0);
  return handleOf(core, state, port, options.tls ? "wss" : "ws");
}

function handleOf(core: GatewayCore, state: GatewayState, port: number, scheme: "ws" | "wss"): PracticeGateway {
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    token: state.token,
    version: state.profile.version,
    workspaceRoot: `${state.homeDir}/workspaces`,
    calls: core.calls,
    get configWrites() {
      return state.config.writes;
    },
    get fileWrites() {
      return state.workspaces.writes;
    },
    get restarts() {
      return core.restarts;
    },
    get agentIds() {
      return [...state.config.roster.byId.keys()];
    },
    sessions: state.sessions.byKey,
    get chats() {
      return [...state.sessions.chats.values()];
    },
    get pendingDevices() {
      return state.devices.pending;
    },
    resetCounters: () => {
      core.calls.clear();
      core.restarts = 0;
      state.config.writes = 0;
      state.workspaces.writes = 0;
    },
    readFile: (agentId, name) => state.workspaces.read(workspaceOf(state, agentId), name),
    writeFile: (agentId, name, content) => state.workspaces.write(workspaceOf(state, agentId), name, content),
    deleteFile: (agentId, name) => void state.workspaces.delete(workspaceOf(state, agentId), name),
    readWorkspaceFile: (workspace, name) => state.workspaces.read(workspace, name),
    writeWorkspaceFile: (workspace, name, content) => state.workspaces.write(workspace, name, content),
    readScratch: (agentId) => {
      const job = state.cron.heartbeatOf(agentId);
      return (job && state.cron.scratch(job.id).scratch) ?? undefined;
    },
    leaveDeletionPending: (agentId) => {
      const job = state.cron.heartbeatOf(agentId);
      if (job) state.cron.remove(job);
      state.deletions.set(agentId, "pending");
    },
    config: () => state.config.config,
    setConfig: (config) => {
      state.config.replace(config);
      declareAutomations(state, core);
    },
    setLatency: (latencyMs) => {
      core.latencyMs = latencyMs;
    },
    inject: (fault) => core.faults.inject(fault),
    clearFaults: () => core.faults.clear(),
    approvePairing: (requestId) => {
      if (!state.devices.approve(requestId)) throw new Error(`No device waits under request ${requestId}.`);
    },
    restart: () => core.restart(),
    kill: () => core.kill(),
    start: async () => void (await core.start(port)),
    close: () => core.kill(),
  };
}

function workspaceOf(state: GatewayState, agentId: string): string {
  const agent = state.config.roster.byId.get(agentId);
  if (!agent) throw new Error(`The practice gateway has no agent "${agentId}".`);
  return agent.workspace;
}
