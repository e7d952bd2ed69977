import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { chromium } from "@playwright/test";
import { chromiumPath } from "../../../scripts/chromium.ts";
import { CdpPipe } from "./cdp-pipe.ts";

export type Chromium = {
  cdp: CdpPipe;
  /** The address at which a test can connect as well, to inspect the pages. */
  endpoint: string;
  close(): Promise<void>;
};

const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-extensions",
  "--disable-sync",
  "--no-first-run",
  "--no-default-browser-check",
  "--no-startup-window",
  "--password-store=basic",
  "--use-mock-keychain",
  // Tests are faster than an operator: a key pressed before the first paint counts, as for Playwright in the real Electron.
  "--allow-pre-commit-input",
  // Nothing leaves the machine: addresses that the harness does not serve are not resolved.
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
  "--remote-debugging-pipe",
  "--remote-debugging-port=0",
];

/** @param profileDir Electron's `sessionData`: storage is kept when the app restarts */
export async function launchChromium(profileDir: string): Promise<Chromium> {
  const executable = chromiumPath ?? chromium.executablePath();
  const child = spawn(executable, [...flags, `--user-data-dir=${profileDir}`], {
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const endpoint = await endpointOf(child);
  const cdp = new CdpPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  return { cdp, endpoint, close: () => close(child, cdp) };
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Chromium ended with ${code}:\n${said}`)));
  });
}

/** Closes properly, so that storage is written to disk. */
async function close(child: ChildProcess, cdp: CdpPipe): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  await cdp.send("Browser.close").catch(() => undefined);
  const patience = setTimeout(() => child.kill("SIGKILL"), 3000);
  await ended;
  clearTimeout(patience);
}
