import { type ChildProcess, fork, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addBrowserLink } from "../database/browser-sessions.ts";
import { openBrowser } from "./open-browser.ts";
import { ask } from "./test-ask.ts";
import { TestHost } from "./test-browser-host.ts";
import type { Attack, Hindrance, Tries } from "./test-second-user.ts";

/* Needs root, to become a second user. That user may enter the data folder here, so that only the files' own modes are in its way. */

const tries = 50;
const tested = new TestHost();
const { folder, dataDir } = tested;
const launcherWaits = join(folder, "launcher-waits");
const processes: ChildProcess[] = [];

beforeEach(async () => {
  mkdirSync(dataDir);
  for (const path of [folder, dataDir]) chmodSync(path, 0o755);
  await tested.open();
});
afterEach(async () => {
  for (const child of processes) child.kill();
  rmSync(launcherWaits, { force: true });
  vi.unstubAllEnvs();
  await tested.host.close();
  tested.remove();
});

test("a second user of the machine gets no session", { timeout: 300_000 }, async ({ skip }) => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) skip("only root can become a second user");
  const user = await startSecondUser({ port: tested.port, folder: dataDir });
  if (user.hindrance !== null) skip(user.hindrance);
  const decoys = plantDecoys();
  installLauncher();
  const { database, log } = tested.host.hostedApp.services;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const token = addBrowserLink(database, 60_000);
    log.error({ err: new Error("something to log") }, "a failure");
    const remove = openBrowser(`http://127.0.0.1:${tested.port}/?token=${token}`, dataDir, { DISPLAY: ":0" });
    await vi.waitFor(() => expect(existsSync(launcherWaits)).toBe(true), 10_000);
    const { sessions, words, read, changed } = await user.tryAll();
    expect(sessions).toBe(0);
    expect(read).toEqual([decoys.file]);
    expect(changed).toEqual([]);
    // It does see what others may see, so that it would have seen the link.
    expect(words).toEqual(expect.arrayContaining([decoys.inFile, decoys.inArguments]));
    expect(words).not.toContain(token);
    rmSync(launcherWaits);
    remove?.();
    // The link was the operator's all the time. Browsers send the cookie to every port of the machine, so the second user has it.
    const { cookie } = await tested.openLink(token);
    expect(cookie).not.toBe("");
    await ask(user.port, "/", { cookie });
    const withCookie = await user.tryAll();
    expect(withCookie.words).toContain(cookie.split("=")[1]);
    expect(withCookie.sessions).toBe(0);
  }
  // Where a link can be read, this user does get in.
  writeFileSync(join(dataDir, "shown.txt"), `?token=${addBrowserLink(database, 60_000)}`, { mode: 0o644 });
  expect((await user.tryAll()).sessions).toBe(1);
});

async function startSecondUser(attack: Attack) {
  const child = fork(join(import.meta.dirname, "test-second-user.ts"), [JSON.stringify(attack)], { execArgv: [] });
  processes.push(child);
  const [{ hindrance, port }] = (await once(child, "message")) as [Hindrance & { port: number }];
  return {
    hindrance,
    port,
    async tryAll(): Promise<Tries> {
      const answered = once(child, "message");
      child.send("try");
      const [result] = (await answered) as [Tries];
      return result;
    },
  };
}

/** Words like tokens where every user sees them: in a file, and in the arguments of a process. */
function plantDecoys(): { file: string; inFile: string; inArguments: string } {
  const [inFile = "", inArguments = ""] = [1, 2].map(() => randomBytes(32).toString("base64url"));
  const file = join(dataDir, "decoy.txt");
  writeFileSync(file, `?token=${inFile}`, { mode: 0o644 });
  processes.push(spawn("sleep", ["300"], { argv0: `http://127.0.0.1/?token=${inArguments}`, stdio: "ignore" }));
  return { file, inFile, inArguments };
}

/** A program that opens a file as a browser does, and stays until the second user has tried. */
function installLauncher(): void {
  const programs = join(folder, "programs");
  mkdirSync(programs, { mode: 0o700 });
  const script = `#!/bin/sh\ncat "$1" >/dev/null\n: >${launcherWaits}\nwhile [ -e ${launcherWaits} ]; do sleep 0.05; done\n`;
  writeFileSync(join(programs, "xdg-open"), script, { mode: 0o700 });
  vi.stubEnv("PATH", `${programs}${delimiter}${process.env.PATH}`);
}
