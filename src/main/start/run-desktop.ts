import { spawn } from "node:child_process";
import { awaitedSignals } from "../../shared/stop-signals.ts";

export type RunDesktopOptions = {
  binary: string;
  /** The project's folder. */
  root: string;
  /** Absolute; null for the user's default. */
  dataDir: string | null;
  resetPractice: boolean;
  /** As this process was started with; it may hold the data key, which the desktop takes out. */
  env: NodeJS.ProcessEnv;
};

/** How the desktop ended: with an exit code of its own, or because it cannot run on this machine. */
export type DesktopEnd = { exitCode: number } | { failure: string };

/** How Electron ends when its sandbox is not available; exit code 127 means that a library is missing. */
const aborts: ReadonlySet<unknown> = new Set(["SIGTRAP", "SIGILL", "SIGABRT", "SIGSEGV", 127]);

/** A desktop that ends later than this did start. */
const startTakesMs = 15_000;

/** Runs the desktop until it ends, passing Ctrl-C on to it. */
export function runDesktop({ binary, root, dataDir, resetPractice, env }: RunDesktopOptions): Promise<DesktopEnd> {
  const words = [...(dataDir === null ? [] : ["--data-dir", dataDir]), ...(resetPractice ? ["--reset-practice"] : [])];
  const startedAtMs = performance.now();
  const child = spawn(binary, [root, ...words], { stdio: "inherit", env });
  for (const signal of awaitedSignals) process.on(signal, () => child.kill(signal === "SIGBREAK" ? "SIGTERM" : signal));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ failure: error.message }));
    child.once("exit", (exitCode, signal) => {
      const isUnable = aborts.has(signal ?? exitCode) && performance.now() - startedAtMs < startTakesMs;
      if (isUnable) resolve({ failure: `it ended with ${signal ?? `exit code ${exitCode}`}` });
      else resolve({ exitCode: exitCode ?? 1 });
    });
  });
}
