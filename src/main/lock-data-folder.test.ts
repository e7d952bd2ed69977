import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
  });

  it("names the process that holds it, and is free when that was killed", async () => {
    const lock = new URL("./lock-data-folder.ts", import.meta.url).href;
    const script = `import { lockDataFolder } from ${JSON.stringify(lock)};
      globalThis.giveBack = lockDataFolder(${JSON.stringify(dataDir)});
      process.on("message", () => {});
      process.send("locked");`;
    const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
    const holder = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: [...stdio] });
    await once(holder, "message");
    expect(() => lockDataFolder(dataDir)).toThrow(`process ${holder.pid}`);
    const gone = once(holder, "exit");
    holder.kill("SIGKILL");
    await gone;
    lockDataFolder(dataDir)();
  });

  it("is free, whatever number a process that died left there", () => {
    for (const living of [process.pid, process.ppid]) {
      writeFileSync(join(dataDir, "host.lock"), String(living));
      expect(() => lockDataFolder(dataDir)()).not.toThrow();
    }
  });
});
