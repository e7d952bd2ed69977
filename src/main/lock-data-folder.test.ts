import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
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

  it.runIf(process.platform !== "win32")("can be locked by its owner only, whatever the umask", () => {
    const umask = process.umask(0);
    try {
      // From an earlier version, which let every user read it.
      writeFileSync(join(dataDir, "host.held"), "", { mode: 0o644 });
      const held = [lockDataFolder(dataDir), lockDataFolder(join(dataDir, "new"))];
      const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const modes = files.map(({ parentPath, name }) => [name, statSync(join(parentPath, name)).mode & 0o777]);
      expect(modes).toHaveLength(4);
      expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([]);
      expect(() => lockDataFolder(dataDir)).toThrow(locked);
      for (const unlock of held) unlock();
    } finally {
      process.umask(umask);
    }
  });

  it("is free, whatever number a process that died left there", () => {
    for (const living of [process.pid, process.ppid]) {
      writeFileSync(join(dataDir, "host.lock"), String(living));
      expect(() => lockDataFolder(dataDir)()).not.toThrow();
    }
  });
});
