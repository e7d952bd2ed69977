import { join } from "node:path";
import { _electron } from "@playwright/test";
import type { Desktop, LaunchOptions } from "./desktop.ts";

const root = join(import.meta.dirname, "../../..");

/** Starts the built app in the real Electron. */
export async function launchElectron({ dataDir, args = [], env = {} }: LaunchOptions): Promise<Desktop> {
  const app = await _electron.launch({
    args: [".", "--data-dir", dataDir, ...args],
    // Chromium's sandbox does not start as root; in all other cases it must.
    chromiumSandbox: process.getuid?.() !== 0,
    cwd: root,
    env: { ...definedOf(process.env), ...env },
  });
  const child = app.process();
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => (printed += text));
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  return {
    evaluate: app.evaluate.bind(app),
    exited,
    output: () => printed,
    quit: () => app.evaluate((electron) => void setImmediate(() => electron.app.quit())),
    page: () => app.firstWindow(),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
    },
  };
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
