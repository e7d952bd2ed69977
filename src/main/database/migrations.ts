import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { z } from "zod";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { type BetterSQLite3Database, drizzle, migrate } from "./drizzle.ts";
import { rootOf } from "./explain-database-failure.ts";

/**
 * The folder with the generated migrations: `drizzle/` of the package that this module belongs to, whether it runs from
 * `src/main/database` or bundled from `out/main`.
 */
export function findMigrationsFolder(from = import.meta.dirname): string {
  const folder = join(from, "drizzle");
  if (existsSync(join(folder, "meta", "_journal.json"))) return folder;
  const parent = dirname(from);
  if (parent !== from) return findMigrationsFolder(parent);
  throw new FlightDeckError(
    "internal",
    "The folder `drizzle` with the database migrations is missing from this installation.",
    hintsOf("internal").installAgain,
  );
}

/** Applies the missing migrations, all of them or none. */
export function applyMigrations(sqlite: BetterSqlite3.Database): BetterSQLite3Database {
  const orm = drizzle({ client: sqlite });
  const migrationsFolder = findMigrationsFolder();
  // Rebuilding a table drops the old one, which would cascade; the pragma is ignored inside the migrator's transaction.
  sqlite.pragma("foreign_keys = OFF");
  try {
    migrate(orm, { migrationsFolder });
  } catch (error) {
    // SQLite has rolled back by itself, and the migrator's own attempt hides why.
    if (/no transaction is active/.test(messageOf(rootOf(error))))
      throw new Error("the disk is full or refused a write");
    // Another process may have applied them at the same time.
    if (!isUpToDate(sqlite, migrationsFolder)) throw error;
  }
  sqlite.pragma("foreign_keys = ON");
  return orm;
}

/** Whether the database is of an earlier version; a new one is not. */
export function needsMigration(sqlite: BetterSqlite3.Database): boolean {
  return appliedMigrations(sqlite).length > 0 && !isUpToDate(sqlite, findMigrationsFolder());
}

/**
 * Refuses a database that has a migration unknown to this version, and leaves the file byte for byte as it is. A writable
 * connection would, on closing, move a crashed process's write-ahead log into the file, so a read-only one is used if there is
 * such a log. Otherwise a writable one is used, because only that one removes its side files.
 * @param path an existing database file.
 * @throws FlightDeckError `database-newer`.
 */
export function refuseNewerDatabase(path: string, sizeOfLogBytes: number): void {
  const sqlite = new BetterSqlite3(path, { readonly: sizeOfLogBytes > 0, fileMustExist: true });
  try {
    const known = new Set(knownMigrations(findMigrationsFolder()));
    if (appliedMigrations(sqlite).every((madeAtMs) => known.has(madeAtMs))) return;
  } finally {
    sqlite.close();
  }
  throw new FlightDeckError(
    "database-newer",
    `The database ${path} was written by a newer version of Flight Deck; this version does not know its format.`,
    hintsOf("database-newer").update,
  );
}

const journalSchema = z.object({ entries: z.array(z.object({ when: z.number() })) });

/**
 * Migrations are identified by the time they were generated, as in drizzle's own migrator; a hash of the text would change with
 * line ends.
 */
function knownMigrations(folder: string): number[] {
  const journal = journalSchema.parse(JSON.parse(readFileSync(join(folder, "meta", "_journal.json"), "utf8")));
  return journal.entries.map((entry) => entry.when);
}

function appliedMigrations(sqlite: BetterSqlite3.Database): number[] {
  const table = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '__drizzle_migrations'");
  if (!table.get()) return [];
  return sqlite.prepare<[], number>("SELECT created_at FROM __drizzle_migrations").pluck().all().map(Number);
}

function isUpToDate(sqlite: BetterSqlite3.Database, folder: string): boolean {
  const applied = new Set(appliedMigrations(sqlite));
  return knownMigrations(folder).every((madeAtMs) => applied.has(madeAtMs));
}
