import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataFolder } from "./lock-data-folder.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-lock-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const locked = expect.objectContaining({ code: "data-dir-locked" });

describe("a data folder", () => {
  it("is one host's at a time, and free again when that gives it back", () => {
    const unlock = lockDataFolder(dataDir);
    expect(() => lockDataFolder(dataDir)).toThrow(locked);
    unlock();
    lockDataFolder(dataDir)();
    expect(existsSync(join(dataDir, "host.lock"))).toBe(false);
  });

  it("names the process that holds it", async () => {
    const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    writeFileSync(join(dataDir, "host.lock"), String(holder.pid));
    expect(() => lockDataFolder(dataDir)).toThrow(`process ${holder.pid}`);
    holder.kill();
    await new Promise((resolve) => holder.once("exit", resolve));
    lockDataFolder(dataDir);
    expect(readFileSync(join(dataDir, "host.lock"), "utf8")).toBe(String(process.pid));
  });

  it("is free for a process with the number of one that died with it", () => {
    writeFileSync(join(dataDir, "host.lock"), String(process.pid));
    expect(() => lockDataFolder(dataDir)()).not.toThrow();
  });
});
