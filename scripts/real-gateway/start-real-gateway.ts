import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { freePort } from "./free-port.ts";
import { killGroup, killProcess, spawnGateway, stopProcess, waitUntilReady } from "./gateway-process.ts";
import { installOpenClaw } from "./install-openclaw.ts";

export type StartRealGatewayOptions = {
  /** Such as `2026.9.6`; installed from npm if it is missing. */
  version: string;
  /** A free one by default. */
  port?: number;
  /** The gateway's token; a random one by default. */
  token?: string;
  /** Kept when the gateway stops. Without one, the gateway gets a temporary folder. */
  stateFolder?: string;
  /** Additional settings, such as a model; merged into the settings that every gateway needs here. */
  settings?: Settings;
  /** Prints a message about a long install; by default to stderr. */
  say?: (line: string) => void;
};

export type RealGateway = {
  version: string;
  url: string;
  port: number;
  token: string;
  /** The id of the running process, or of the last one. */
  readonly pid: number | undefined;
  stateFolder: string;
  /** The `workspace_root` for a gateway record. */
  workspaceRoot: string;
  logPath: string;
  /** Stops the gateway properly, and removes its state unless the caller gave the folder. */
  stop(): Promise<void>;
  /** Sends SIGKILL, to simulate a crash. */
  kill(): Promise<void>;
  /** Starts it again on the same port and state after `kill`, and waits until it is ready. */
  start(): Promise<void>;
};

/**
 * Starts a real OpenClaw gateway on loopback, with its own state folders (docs/gateways.md, Running a real gateway), and
 * waits until it is ready. It ends with this process at the latest.
 */
export async function startRealGateway(options: StartRealGatewayOptions): Promise<RealGateway> {
  const { version } = options;
  if (!isNewEnough(process.versions.node)) {
    throw new Error(`OpenClaw needs Node 24.16 or newer and this is ${process.versions.node}: start it through npm.`);
  }
  const openClawFolder = await installOpenClaw(version, options);
  const port = options.port ?? (await freePort());
  const token = options.token ?? randomBytes(24).toString("base64url");
  const stateFolder = options.stateFolder ?? freshStateFolder(version);
  const configPath = join(stateFolder, "config.json");
  const logPath = join(stateFolder, "gateway.log");
  const workspaceRoot = join(stateFolder, "workspaces");
  mkdirSync(workspaceRoot, { recursive: true });
  // An existing config belongs to the gateway, which writes its roster into it.
  if (!existsSync(configPath)) writeConfig(configPath, { port, token, stateFolder }, options.settings);

  let child: ChildProcess | undefined;
  const start = async () => {
    const launch = { openClawFolder, port, stateFolder, configPath, logPath };
    child = spawnGateway(launch);
    await waitUntilReady(child, launch);
  };
  const cleanUp = () => {
    process.off("exit", endWithUs);
    if (options.stateFolder === undefined) rmSync(stateFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  const endWithUs = () => {
    if (child) killGroup(child);
    cleanUp();
  };
  process.on("exit", endWithUs);
  try {
    await start();
  } catch (error) {
    if (child) await killProcess(child);
    cleanUp();
    throw error;
  }
  return {
    version,
    url: `ws://127.0.0.1:${port}`,
    port,
    token,
    get pid() {
      return child?.pid;
    },
    stateFolder,
    workspaceRoot,
    logPath,
    start,
    async kill() {
      if (child) await killProcess(child);
    },
    async stop() {
      if (child) await stopProcess(child);
      cleanUp();
    },
  };
}

function isNewEnough(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 16);
}

function freshStateFolder(version: string): string {
  const parent = join(cacheFolder, "gateways");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, `${version}-`));
}

type Settings = { [key: string]: unknown };
type Basics = { port: number; token: string; stateFolder: string };

function writeConfig(path: string, { port, token, stateFolder }: Basics, settings: Settings = {}) {
  const config = {
    gateway: { mode: "local", bind: "loopback", port, auth: { mode: "token", token } },
    logging: { file: join(stateFolder, "openclaw.log") },
    update: { checkOnStart: false },
    agents: { defaults: { workspace: join(stateFolder, "workspaces/default") } },
  };
  writeFileSync(path, JSON.stringify(merge(config, settings), null, 2), { mode: 0o600 });
}

function merge(base: Settings, over: Settings): Settings {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isSettings(before) && isSettings(value) ? merge(before, value) : value;
  }
  return merged;
}

function isSettings(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
