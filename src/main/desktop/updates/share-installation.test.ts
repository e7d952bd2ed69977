import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { killAndWait, startScript } from "../../files/test-script-process.ts";
import { shareInstallation } from "./share-installation.ts";

let folder: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flight-deck-installation-"));
});
afterEach(async () => {
  await Promise.all(children.map(killAndWait));
  children = [];
  rmSync(folder, { recursive: true, force: true });
});

test("processes of an app that was installed on Windows see each other until they end, however they end", async () => {
  const isAlone = shareInstallation({ platform: "win32", isPackaged: true, folder });
  expect(isAlone()).toBe(true);
  const first = await startOther();
  const second = await startOther();
  expect(isAlone()).toBe(false);
  await killAndWait(first);
  expect(isAlone()).toBe(false);
  await killAndWait(second);
  expect([isAlone(), isAlone()]).toEqual([true, true]);
});

test.each(["darwin", "linux"] as const)("on %s, and from a clone, nothing is noted", (platform) => {
  expect(shareInstallation({ platform, isPackaged: true, folder })()).toBe(true);
  expect(shareInstallation({ platform: "win32", isPackaged: false, folder })()).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});

test("a folder that cannot be used keeps no process from starting", () => {
  const missing = join(import.meta.filename, "folder");
  expect(shareInstallation({ platform: "win32", isPackaged: true, folder: missing })()).toBe(true);
});

/** Another process of the installation, which stays. */
async function startOther(): Promise<ChildProcess> {
  const script = `import { shareInstallation } from ${JSON.stringify(new URL("./share-installation.ts", import.meta.url).href)};
    globalThis.isAlone = shareInstallation({ platform: "win32", isPackaged: true, folder: ${JSON.stringify(folder)} });
    process.on("message", () => {});
    process.send(globalThis.isAlone());`;
  const child = startScript(script);
  children.push(child);
  expect((await once(child, "message"))[0]).toBe(false);
  return child;
}
