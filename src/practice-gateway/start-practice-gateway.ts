import type { JsonObject } from "../shared/records.ts";
import type { WrittenFile } from "./config-store.ts";
import type { Scratch } from "./cron-store.ts";
import type { PendingDevice } from "./device-store.ts";
import type { Fault, InjectedFault } from "./faults.ts";
import { GatewayCore } from "./gateway-core.ts";
import type { TlsFiles } from "./listener.ts";
import { profileOf } from "./profiles.ts";
import type { ChatMessage, Session } from "./session-store.ts";
import { type AuthMode, createState, type GatewayState } from "./state.ts";
import { runTurn } from "./turns.ts";
import { declareAutomations } from "./write-config.ts";

export type PracticeGatewayOptions = {
  /** Any version from 2026.1.30 on; default 2026.9.6. */
  version?: string;
  /** Default 0: any free port. */
  port?: number;
  token?: string;
  /** The minimum time of every call; default 0. */
  latencyMs?: number;
  /** How long a restart takes; by default as long as on a real gateway. */
  restartMs?: number;
  /** Whether devices must be approved, as remote devices on a real gateway; default false. */
  requirePairing?: boolean;
  tls?: TlsFiles;
  /** The folder that the gateway reports as its own; nothing is written there. */
  homeDir?: string;
  /** A gateway with a password takes `token` as its password; by default it has a token. */
  authMode?: AuthMode;
  /** Whether config.patch has the rate limit of that version; default true. */
  rateLimits?: boolean;
};

/** A running practice gateway: its address, and direct access to its state for tests and demos. */
export type PracticeGateway = {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly version: string;
  /** A path for a gateway record's `workspace_root`; any other path works as well. */
  readonly workspaceRoot: string;
  /** Calls by method since the start, including faulty and refused ones. */
  readonly calls: ReadonlyMap<string, number>;
  /** Writes by calls only; what a test does through this handle is not counted. */
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
  /** Like an edit of the file on the gateway's disk. */
  writeFile(agentId: string, name: string, content: string): void;
  /** The same with an editor that does not write UTF-8. */
  writeBytes(agentId: string, name: string, bytes: Buffer): void;
  deleteFile(agentId: string, name: string): void;
  /** Puts a symbolic link to a file inside or outside the workspace in the file's place. */
  linkFile(agentId: string, name: string, to: "inside" | "outside"): void;
  /** The same by the workspace's path, whether or not an agent uses it. */
  readWorkspaceFile(workspace: string, name: string): string | undefined;
  writeWorkspaceFile(workspace: string, name: string, content: string): void;
  /** The heartbeat text of an agent; undefined when it has no heartbeat job or no text yet. */
  readScratch(agentId: string): Scratch | undefined;
  /** Like an agent whose deletion was interrupted by a crash, and that was then added to the config again. */
  leaveDeletionPending(agentId: string): void;
  /** The stored config, with secrets readable. */
  config(): JsonObject;
  /**
   * Like an edit of the config file.
   * @param written the file's text with comments, and its content with `$include`, if it differs from `config`.
   */
  setConfig(config: JsonObject, written?: WrittenFile): void;

  /** From now on every turn fails like this, for example because the model has no key; null for turns that succeed. */
  failTurns(why: string | null): void;
  /** How long every turn takes, as automations report it. */
  setTurnDuration(turnMs: number): void;
  /** As if no model provider had been set up. */
  removeModel(): void;
  /** Like a heartbeat on a gateway that has no automations, or a message of a person. */
  runTurn(agentId: string): void;
  setLatency(latencyMs: number): void;
  inject(fault: Fault): InjectedFault;
  clearFaults(): void;
  /** @throws Error when no device waits with that request id */
  approvePairing(requestId: string): void;

  /** The sequence of a real restart; resolves when the gateway is up again. */
  restart(): Promise<void>;
  /** Like SIGKILL: connections end with 1006, and the port is closed. State is kept. */
  kill(): Promise<void>;
  /** After `kill`: starts again on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** Starts a gateway on 127.0.0.1 that speaks the protocol of the given version and keeps everything in memory. */
export async function startPracticeGateway(options: PracticeGatewayOptions = {}): Promise<PracticeGateway> {
  const profile = profileOf(options.version ?? "2026.9.6");
  const state = createState({
    profile,
    token: options.token ?? "practice-token",
    authMode: options.authMode ?? "token",
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
    writeBytes: (agentId, name, bytes) => state.workspaces.writeBytes(workspaceOf(state, agentId), name, bytes),
    linkFile: (agentId, name, to) => state.workspaces.link(workspaceOf(state, agentId), name, to),
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
    setConfig: (config, written) => {
      state.config.replace(config, written);
      declareAutomations(state, core);
    },
    failTurns: (why) => {
      state.turnFailure = why;
    },
    setTurnDuration: (turnMs) => {
      state.turnMs = turnMs;
    },
    removeModel: () => {
      state.hasModel = false;
    },
    runTurn: (agentId) => runTurn(state, agentId),
    setLatency: (latencyMs) => {
      core.latencyMs = latencyMs;
    },
    inject: (fault) => core.faults.inject(fault),
    clearFaults: () => core.faults.clear(),
    approvePairing: (requestId) => {
      if (!state.devices.approve(requestId)) throw new Error(`No device waits with request ${requestId}.`);
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
