import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listBackups } from "../database/backups/backup-files.ts";
import { backUpNow } from "../database/backups/test-make-backup.ts";
import { databaseFileOf, openDatabase } from "../database/open-database.ts";
import { damageFile, holdAlone } from "../database/test-database-trouble.ts";
import { secondUserId } from "./test-second-user.ts";

/* Trouble with the database before the browser host opens it; `npm start` opens it with the same function. */

const mainFolder = join(import.meta.dirname, "..");
const env = { ...process.env, DISPLAY: "", WAYLAND_DISPLAY: "" };

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-serve-"));
  const db = openDatabase({ dataDir });
  backUpNow(db, { dataDir, reason: "daily" });
  db.close();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }));

const serveWords = () => [join(mainFolder, "serve.ts"), "--data-dir", dataDir, "--port", "0"];
const path = () => databaseFileOf(dataDir);

type End = { code: number | null; stderr: string };

/** A host that ends by itself. */
async function failedServe(start = () => spawn(process.execPath, serveWords(), { env })): Promise<End> {
  const child = start();
  let stderr = "";
  child.stderr?.on("data", (text) => {
    stderr += String(text);
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stderr };
}

/** Whether a host starts; it is ended then. */
function startsNow(): Promise<boolean> {
  const child: ChildProcess = spawn(process.execPath, serveWords(), { env });
  return new Promise((resolve) => {
    let isOpen = false;
    child.stdout?.on("data", (text) => {
      if (isOpen || !String(text).includes("Flight Deck is at")) return;
      isOpen = true;
      child.kill("SIGTERM");
    });
    child.once("close", () => resolve(isOpen));
  });
}

describe.each([
  ["damaged", () => damageFile(path())],
  ["missing", () => rmSync(path())],
])("a database that is %s", (_state, spoil) => {
  test("is told with a command that restores the newest good backup", { timeout: 60_000 }, async () => {
    spoil();
    damageFile(join(dataDir, "backups", "0002-daily-2026-01-31T09-00-00Z.db"));
    const { code, stderr } = await failedServe();
    expect([code, stderr]).toEqual([4, expect.stringContaining(path())]);
    const [, command = ""] = /`npx flightdeck ([^`]+)`/.exec(stderr) ?? [];
    expect(command).toContain("0001-daily");
    const restored = spawnSync(process.execPath, [join(mainFolder, "cli.ts"), ...command.split(" "), "--yes"], { env });
    expect([restored.status, String(restored.stderr)]).toEqual([0, ""]);
    expect(await startsNow()).toBe(true);
  });
});

test("a damaged database without a good backup: what can be done then", async () => {
  damageFile(path());
  for (const { name } of listBackups(dataDir)) damageFile(join(dataDir, "backups", `${name}.db`));
  const { code, stderr } = await failedServe();
  expect([code, stderr]).toEqual([4, expect.stringContaining("Without a backup, move the file elsewhere")]);
});

test("a database that another program holds", { timeout: 30_000 }, async () => {
  const letGo = holdAlone(path());
  const { code, stderr } = await failedServe();
  letGo();
  expect([code, stderr]).toEqual([4, expect.stringMatching(/held by another program.*\n.*Close the program/)]);
});

test("a database that may only be read", async ({ skip }) => {
  if (process.platform === "win32") skip("modes mean nothing here");
  const isRoot = process.getuid?.() === 0;
  for (const [file, mode] of [
    [path(), 0o444],
    [dataDir, 0o555],
  ] as const)
    chmodSync(file, mode);
  const user = isRoot ? { uid: secondUserId, gid: secondUserId } : {};
  const { code, stderr } = await failedServe(() => spawn(process.execPath, serveWords(), { env, ...user }));
  chmodSync(dataDir, 0o700);
  expect([code, stderr]).toEqual([4, expect.stringMatching(/(EACCES|readonly|unable to open).*\n.*this user may/)]);
});

test.each([0, 40])("a disk without room (%i blocks)", async (blocks) => {
  rmSync(path());
  rmSync(join(dataDir, "backups"), { recursive: true });
  const command = `ulimit -f ${blocks}; exec "$0" "$@"`;
  const { code, stderr } = await failedServe(() =>
    spawn("sh", ["-c", command, process.execPath, ...serveWords()], { env }),
  );
  expect([code, stderr]).toEqual([4, expect.stringMatching(/full|EFBIG|disk I\/O/)]);
  expect(stderr).toMatch(/disk is not full/);
});
