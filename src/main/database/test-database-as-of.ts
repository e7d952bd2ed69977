import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { findMigrationsFolder } from "./migrations.ts";

/** A database as the version left it that had these migrations, and no later ones. */
export function makeDatabaseAsOf(dataDir: string, lastMigration: string): BetterSqlite3.Database {
  mkdirSync(dataDir, { recursive: true });
  const folder = findMigrationsFolder();
  const journal: { entries: { tag: string; when: number }[] } = JSON.parse(
    readFileSync(join(folder, "meta", "_journal.json"), "utf8"),
  );
  const last = journal.entries.findIndex(({ tag }) => tag === lastMigration);
  if (last === -1) throw new Error(`there is no migration ${lastMigration}`);
  const sqlite = new BetterSqlite3(join(dataDir, "flight-deck.db"));
  sqlite.pragma("journal_mode = WAL");
  // As `applyMigrations` does.
  sqlite.pragma("foreign_keys = OFF");
  sqlite.exec("CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)");
  for (const { tag, when } of journal.entries.slice(0, last + 1)) {
    sqlite.exec(readFileSync(join(folder, `${tag}.sql`), "utf8").replaceAll("--> statement-breakpoint", ""));
    sqlite.prepare("INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)").run(tag, when);
  }
  sqlite.pragma("foreign_keys = ON");
  return sqlite;
}
