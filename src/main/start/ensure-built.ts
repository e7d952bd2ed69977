import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";

/** Results of a build, and its sources. */
const mainResults = ["index.js", "render-worker.js", "copy-worker.js"].map((file) => `out/main/${file}`);
const results = [...mainResults, "out/preload/index.cjs", "out/renderer/index.html"];
const sources = ["src", "docs", "electron.vite.config.ts", "package-lock.json"];

/**
 * Builds the window if it was never built, or if its sources have changed since.
 * @param root the project's folder
 * @throws FlightDeckError internal when the build fails
 */
export async function ensureBuilt(root: string, say: (line: string) => void): Promise<void> {
  if (!isBuildDue(root)) return;
  say("Building the window (once, and after changes) ...");
  const script = join(root, "node_modules", "electron-vite", "bin", "electron-vite.js");
  const child = spawn(process.execPath, [script, "build", "--logLevel", "warn"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [exitCode] = (await once(child, "exit")) as [number | null];
  if (exitCode === 0) return;
  throw new FlightDeckError(
    "internal",
    `The window could not be built (exit code ${exitCode}).`,
    hintsOf("internal").build,
  );
}

/** Whether a source is newer than the built files. */
export function isBuildDue(root: string): boolean {
  const built = results.map((path) => modifiedAtMs(join(root, path)));
  return Math.min(...built) < Math.max(...sources.flatMap((path) => newestIn(join(root, path))));
}

function newestIn(path: string): number[] {
  if (!statSync(path).isDirectory()) return [modifiedAtMs(path)];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => modifiedAtMs(join(entry.parentPath, entry.name)));
}

function modifiedAtMs(path: string): number {
  return existsSync(path) ? statSync(path).mtimeMs : Number.NEGATIVE_INFINITY;
}
