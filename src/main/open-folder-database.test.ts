import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listBackups } from "./database/backups/backup-files.ts";
import { noteFormatVersion } from "./database/migrations.ts";
import { type Database, openDatabase } from "./database/open-database.ts";
import { readSetting } from "./database/settings.ts";
import { makeDatabaseAsOf } from "./database/test-database-as-of.ts";
import { openFolderDatabase } from "./open-folder-database.ts";
import { ownVersion } from "./templates/own-version.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-folder-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const noted = (db: Database) => JSON.parse(readSetting(db, "format.version") ?? "{}").version;

test("an update with another format copies the database first, and notes which version made it", () => {
  makeDatabaseAsOf(dataDir, "0019_browser-sessions").close();
  const db = openFolderDatabase(dataDir);
  expect(listBackups(dataDir).map(({ reason }) => reason)).toEqual(["before-migration"]);
  expect(noted(db)).toBe(ownVersion());
  // A later version with the same format.
  noteFormatVersion(db, "9.1.0");
  expect(noted(db)).toBe(ownVersion());
  db.close();
});

test("a database of a newer version is refused with the name of that version, if it is noted for its format", () => {
  openFolderDatabase(dataDir).close();
  const change = (statement: string, version?: string) => {
    const db = openDatabase({ dataDir });
    db.sqlite.exec(statement);
    if (version) noteFormatVersion(db, version);
    db.close();
  };
  const future = "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 99999999999999)";
  change(`${future}`);
  expect(() => openFolderDatabase(dataDir)).toThrow(/has the format of a newer version of Flight Deck, which/);
  rmSync(join(dataDir, "flight-deck.db"));
  change(future, "9.1.0");
  expect(() => openFolderDatabase(dataDir)).toThrow(/has the format of Flight Deck 9\.1\.0, which/);
});
