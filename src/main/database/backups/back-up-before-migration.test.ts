import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { expectMode } from "../../vault/test-expect-mode.ts";
import { openDatabase } from "../open-database.ts";
import { makeDatabaseAsOf } from "../test-database-as-of.ts";
import { backupFileOf, listBackups } from "./backup-files.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-migration-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const migrationsIn = (path: string) => {
  const sqlite = new BetterSqlite3(path, { readonly: true });
  const count = sqlite.prepare("SELECT count(*) FROM __drizzle_migrations").pluck().get();
  sqlite.close();
  return count;
};

it("keeps a database of an earlier version as it was, for its owner only", () => {
  makeDatabaseAsOf(dataDir, "0019_browser-sessions").close();
  openDatabase({ dataDir }).close();
  const [backup, ...others] = listBackups(dataDir);
  expect([backup?.reason, others]).toEqual(["before-migration", []]);
  const path = backup ? backupFileOf(dataDir, backup) : "";
  expect(migrationsIn(path)).toBe(20);
  expect(migrationsIn(join(dataDir, "flight-deck.db"))).toBeGreaterThan(20);
  expectMode(path, 0o600);
  expectMode(join(dataDir, "backups"), 0o700);
});

it("copies nothing when a folder is new or nothing is to be changed", () => {
  openDatabase({ dataDir }).close();
  openDatabase({ dataDir }).close();
  expect(readdirSync(dataDir)).toEqual(["flight-deck.db"]);
});

it("changes nothing when the copy fails, and says so", () => {
  makeDatabaseAsOf(dataDir, "0019_browser-sessions").close();
  writeFileSync(join(dataDir, "backups"), "a file where the folder belongs");
  const before = readFileSync(join(dataDir, "flight-deck.db"));
  expect(() => openDatabase({ dataDir })).toThrow(
    expect.objectContaining({ code: "backup-failed", message: expect.stringContaining("Nothing was changed") }),
  );
  expect(readFileSync(join(dataDir, "flight-deck.db")).equals(before)).toBe(true);
  expect(migrationsIn(join(dataDir, "flight-deck.db"))).toBe(20);
});
