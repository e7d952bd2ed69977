import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { drizzle, migrate } from "../drizzle.ts";
import { findMigrationsFolder } from "../migrations.ts";

/** Makes a data folder with a database as a version left it that knew only the first migrations, with one setting. */
export function makeOldDatabase(dataDir: string, migrations = 20): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sqlite = new BetterSqlite3(join(dataDir, "flight-deck.db"));
  sqlite.pragma("journal_mode = WAL");
  const migrationsFolder = mkdtempSync(join(tmpdir(), "flight-deck-migrations-"));
  try {
    cpSync(findMigrationsFolder(), migrationsFolder, { recursive: true });
    const path = join(migrationsFolder, "meta", "_journal.json");
    const journal = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, migrations) }));
    migrate(drizzle({ client: sqlite }), { migrationsFolder });
    sqlite.exec("INSERT INTO settings VALUES ('from', 'before')");
  } finally {
    sqlite.close();
    rmSync(migrationsFolder, { recursive: true, force: true });
  }
}
