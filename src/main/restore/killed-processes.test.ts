import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backupFileOf, backupsFolderOf, listBackups } from "../database/backups/backup-files.ts";
import { readBackupFacts } from "../database/backups/read-backup-facts.ts";
import { backUpNow } from "../database/backups/test-make-backup.ts";
import { listGateways } from "../database/gateways.ts";
import { databaseFileOf, openDatabase } from "../database/open-database.ts";
import { addGateway, addOrganization } from "../database/test-fleet.ts";
import { checkIntegrity } from "../database/test-statement-steps.ts";
import { openFolderVault } from "../keys/open-folder-vault.ts";
import { expectMode } from "../vault/test-expect-mode.ts";

/** At how many of its steps a process is killed. */
const moments = Number(process.env.FLIGHTDECK_MOMENTS ?? 3);
/** About as many as there are. */
const stepsOf = { backup: 100, restore: 256 };

let root: string;
let untouched: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-killed-"));
  untouched = join(root, "untouched");
  const db = openDatabase({ dataDir: untouched });
  openFolderVault(db, { dataDir: untouched, env: {} });
  addOrganization(db);
  addGateway(db, { name: "Then" });
  db.sqlite.exec("INSERT INTO settings SELECT 'ballast', hex(zeroblob(3000000))");
  backUpNow(db, { dataDir: untouched, reason: "by-hand" });
  addGateway(db, { name: "Now" });
  db.close();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** @returns how the process ended: killed, or completely */
async function runChild(dataDir: string, task: string, step: string): Promise<"killed" | "done"> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "test-killed-child.ts"), dataDir, task, step], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.once("data", () => child.kill("SIGKILL"));
  const [code, signal] = await once(child, "close");
  if (signal === "SIGKILL") return "killed";
  expect(code).toBe(0);
  return "done";
}

/** What every process may rely on, whenever another one died: nothing is half, and what was left over is removed. */
function expectWhole(dataDir: string, isDone: boolean, task: string): void {
  const db = openDatabase({ dataDir });
  expect(db.sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
  const names = listGateways(db).map(({ name }) => name);
  expect([["Then"], ["Now", "Then"]]).toContainEqual(names.toSorted());
  if (isDone) expect(names.includes("Now")).toBe(task === "backup");
  const before = listBackups(dataDir);
  for (const backup of before) {
    // An empty file would pass the check that follows.
    expect(readBackupFacts(dataDir, backup).counts?.gateways).toBeGreaterThan(0);
    expect(checkIntegrity(backupFileOf(dataDir, backup))).toBe("ok");
  }
  // What was replaced is in a backup before it is replaced.
  if (!names.includes("Now")) expect(before.map(({ reason }) => reason)).toContain("before-restore");
  backUpNow(db, { dataDir, reason: "by-hand" });
  db.close();
  const files = readdirSync(backupsFolderOf(dataDir));
  expect(files.filter((name) => /draft|-wal|-shm|-journal/.test(name))).toEqual([]);
  for (const name of files) expectMode(join(backupsFolderOf(dataDir), name), 0o600);
  expectMode(databaseFileOf(dataDir), 0o600);
}

describe.each(["backup", "restore"] as const)("a process that is killed during a %s", (task) => {
  const attempt = async (step: string) => {
    const dataDir = join(root, step);
    cpSync(untouched, dataDir, { recursive: true });
    const end = await runChild(dataDir, task, step);
    expectWhole(dataDir, end === "done", task);
    rmSync(dataDir, { recursive: true, force: true });
    return end;
  };

  test("leaves the former database or the restored one, at any step", { timeout: 600_000 }, async () => {
    const every = Math.max(1, Math.floor(stepsOf[task] / moments));
    let [step, kills] = [every - 1, 0];
    while ((await attempt(String(step))) === "killed") {
      kills += 1;
      step += every;
    }
    expect(kills).toBeGreaterThan(0);
  });

  test("also in the middle of the copy", async () => {
    expect(await attempt("middle")).toBe("killed");
  });
});
