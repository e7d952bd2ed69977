import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

export type GatewayProcessOptions = {
  /** The folder that `installOpenClaw` returned. */
  openClawFolder: string;
  port: number;
  stateFolder: string;
  configPath: string;
  logPath: string;
};

const readyTimeoutMs = 180_000;
const pollMs = 200;
/** A gateway drains its sessions for minutes before it stops; a test's gateway has no sessions worth waiting for. */
const stopTimeoutMs = 15_000;

/** Starts `openclaw gateway run`, isolated from the operator's own OpenClaw. */
export function spawnGateway(options: GatewayProcessOptions): ChildProcess {
  const log = openSync(options.logPath, "a");
  const script = join(options.openClawFolder, "node_modules/openclaw/openclaw.mjs");
  const child = spawn(process.execPath, [script, "gateway", "run", "--port", `${options.port}`, "--bind", "loopback"], {
    cwd: options.openClawFolder,
    env: isolatedEnvironment(options),
    stdio: ["ignore", log, log],
    // In its own process group: Ctrl-C in the terminal then reaches only us, and we stop the gateway properly.
    detached: true,
  });
  closeSync(log);
  return child;
}

/**
 * Runs `openclaw doctor --fix` on the state of a stopped gateway, as an operator does after an upgrade.
 * @throws with its output if it fails
 */
export async function runDoctor(options: Omit<GatewayProcessOptions, "port" | "logPath">): Promise<void> {
  const script = join(options.openClawFolder, "node_modules/openclaw/openclaw.mjs");
  await promisify(execFile)(process.execPath, [script, "doctor", "--fix", "--non-interactive"], {
    cwd: options.openClawFolder,
    env: isolatedEnvironment(options),
    timeout: readyTimeoutMs,
  });
}

/**
 * Waits until the gateway accepts connections.
 *
 * @throws with the end of its log when it ends or takes more than three minutes
 */
export async function waitUntilReady(child: ChildProcess, options: GatewayProcessOptions): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  let spawnError: Error | undefined;
  child.on("error", (error) => (spawnError = error));
  while (Date.now() < deadline) {
    if (spawnError) throw spawnError;
    if (ended(child)) throw new Error(`the gateway ended before it was ready:\n${lastLines(options.logPath)}`);
    if (await isReady(options.port)) return;
    await sleep(pollMs);
  }
  throw new Error(`the gateway was not ready after ${readyTimeoutMs / 1000} s:\n${lastLines(options.logPath)}`);
}

/** Asks the gateway to stop, and kills it if it does not. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  if (!(await hasEnded(child, stopTimeoutMs))) await killProcess(child);
}

/** Kills the gateway and its child processes at once, like a crash. */
export async function killProcess(child: ChildProcess): Promise<void> {
  killGroup(child);
  await hasEnded(child, stopTimeoutMs);
}

/** Sends SIGKILL to the process and all its children; for use where nothing can be awaited, such as on exit. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL"); // no process groups on this platform, or the process has ended
  }
}

function isolatedEnvironment(options: Pick<GatewayProcessOptions, "stateFolder" | "configPath">): NodeJS.ProcessEnv {
  // Variables set by npm and vitest, such as NODE_ENV=test, would change how the gateway behaves.
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(OPENCLAW|VITEST|NODE_|npm_|FLIGHTDECK)/.test(key),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: options.stateFolder,
    OPENCLAW_HOME: options.stateFolder,
    OPENCLAW_STATE_DIR: join(options.stateFolder, "state"),
    OPENCLAW_CONFIG_PATH: options.configPath,
    OPENCLAW_NO_RESPAWN: "1",
    // It announces itself in the local network, and 2026.3.28 ends at a restart if another gateway does the same.
    OPENCLAW_DISABLE_BONJOUR: "1",
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })).status === 200;
  } catch {
    return false;
  }
}

function lastLines(path: string): string {
  return readFileSync(path, "utf8").trim().split("\n").slice(-15).join("\n");
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function hasEnded(child: ChildProcess, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!ended(child) && Date.now() < deadline) await sleep(50);
  return ended(child);
}
