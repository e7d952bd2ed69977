import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expectMode } from "../../vault/test-expect-mode.ts";
import { lockFile } from "../hold-file.ts";
import { type Database, openDatabase } from "../open-database.ts";
import { saveSetting } from "../settings.ts";
import { backupFileOf, backupsFolderOf, findBackup, listBackups } from "./backup-files.ts";
import { saveBackupsKept } from "./backups-kept.ts";
import { makeBackup } from "./make-backup.ts";

let dataDir: string;
let db: Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-backups-"));
  db = openDatabase({ dataDir });
});
afterEach(() => {
  db.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const filesIn = () => readdirSync(backupsFolderOf(dataDir)).filter((name) => name.endsWith(".db"));
const settingIn = (name: string) => {
  const sqlite = new BetterSqlite3(backupFileOf(dataDir, { name }), { readonly: true });
  const value = sqlite.prepare("SELECT value FROM settings WHERE key = 'a'").pluck().get();
  sqlite.close();
  return value;
};

it("copies what was committed, into a private file", async () => {
  saveSetting(db, "a", "committed");
  const made = await makeBackup(db, { dataDir, reason: "by-hand", now: new Date("2026-01-31T09:00:00.123Z") });
  expect(made).toMatchObject({ name: "0001-by-hand-2026-01-31T09-00-00Z", madeAt: "2026-01-31T09:00:00Z" });
  expect(settingIn(made.name)).toBe("committed");
  expectMode(backupFileOf(dataDir, made), 0o600);
  expect(made.sizeBytes).toBe(statSync(backupFileOf(dataDir, made)).size);
});

it("makes a folder that others may enter private again", async () => {
  mkdirSync(backupsFolderOf(dataDir));
  chmodSync(backupsFolderOf(dataDir), 0o755);
  await makeBackup(db, { dataDir, reason: "by-hand" });
  expectMode(backupsFolderOf(dataDir), 0o700);
});

it("keeps the latest of each kind, and every one made by hand", async () => {
  saveBackupsKept(db, 2);
  for (const reason of ["daily", "by-hand", "before-migration", "daily", "by-hand", "daily", "by-hand"] as const) {
    await makeBackup(db, { dataDir, reason });
  }
  expect(listBackups(dataDir).map(({ name }) => name.slice(0, -"-2026-01-31T09-00-00Z".length))).toEqual([
    "0007-by-hand",
    "0006-daily",
    "0005-by-hand",
    "0004-daily",
    "0003-before-migration",
    "0002-by-hand",
  ]);
});

it("keeps the new one rather than those from before the clock was set back", async () => {
  saveBackupsKept(db, 1);
  await makeBackup(db, { dataDir, reason: "daily", now: new Date("2027-01-01T00:00:00Z") });
  const made = await makeBackup(db, { dataDir, reason: "daily", now: new Date("2026-01-01T00:00:00Z") });
  expect(listBackups(dataDir)).toEqual([made]);
});

describe("a backup that fails", () => {
  const failure = expect.objectContaining({ code: "backup-failed" });

  it("leaves the others and no part of itself: the database is damaged", async () => {
    const kept = await makeBackup(db, { dataDir, reason: "daily" });
    saveSetting(db, "a", "x".repeat(200_000));
    db.close();
    const path = join(dataDir, "flight-deck.db");
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, bytes.length - 100_000, bytes.length - 50_000));
    const sqlite = new BetterSqlite3(path);
    await expect(makeBackup({ sqlite }, { dataDir, reason: "daily" })).rejects.toThrow(failure);
    sqlite.close();
    expect(filesIn()).toEqual([`${kept.name}.db`]);
    db = openDatabase({ inMemory: true });
  });

  it("says how much room is missing, and deletes nothing in vain", async () => {
    const first = await makeBackup(db, { dataDir, reason: "daily" });
    const second = await makeBackup(db, { dataDir, reason: "daily" });
    await expect(makeBackup(db, { dataDir, reason: "daily", freeBytes: 1_000 })).rejects.toThrow(
      /1 KB free.* needs \d+\.\d MB/,
    );
    expect(listBackups(dataDir)).toEqual([second, first]);
  });

  it("leaves another process's work alone", async () => {
    await makeBackup(db, { dataDir, reason: "daily" });
    const held = lockFile(join(backupsFolderOf(dataDir), "making"));
    const draft = join(backupsFolderOf(dataDir), "draft-0002-daily.db");
    writeFileSync(draft, "half");
    await expect(makeBackup(db, { dataDir, reason: "daily" })).rejects.toThrow(failure);
    expect(statSync(draft).size).toBe(4);
    if ("letGo" in held) held.letGo();
  });
});

it("removes what a process left that died during a backup", async () => {
  mkdirSync(backupsFolderOf(dataDir));
  writeFileSync(join(backupsFolderOf(dataDir), "draft-0001-daily-2026-01-01T00-00-00Z.db"), "half");
  expect(listBackups(dataDir)).toEqual([]);
  const made = await makeBackup(db, { dataDir, reason: "daily" });
  expect(filesIn()).toEqual([`${made.name}.db`]);
});

it("finds a backup by name, file and number", async () => {
  const made = await makeBackup(db, { dataDir, reason: "by-hand" });
  for (const word of [made.name, `${made.name}.db`, "1", "0001"]) expect(findBackup(dataDir, word)).toEqual(made);
  for (const word of ["2", "0001-by-hand", "../flight-deck", ""]) {
    expect(() => findBackup(dataDir, word)).toThrow(expect.objectContaining({ code: "not-found" }));
  }
});
