import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { z } from "zod";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import type { Database } from "./database.ts";
import { type BetterSQLite3Database, drizzle, migrate } from "./drizzle.ts";
import { rootOf } from "./explain-database-failure.ts";
import { saveSetting } from "./settings.ts";

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
    if (knowsFormat(sqlite)) return;
    const version = readFormatVersion(sqlite);
    const writer = version === null ? "a newer version of Flight Deck" : `Flight Deck ${version}`;
    throw new FlightDeckError(
      "database-newer",
      `The database ${path} has the format of ${writer}, which this version does not know.`,
      hintsOf("database-newer").update,
    );
  } finally {
    sqlite.close();
  }
}

/** Whether this version knows every migration of a database, so that it can open it. */
export function knowsFormat(sqlite: BetterSqlite3.Database): boolean {
  const known = new Set(knownMigrations(findMigrationsFolder()));
  return appliedMigrations(sqlite).every((madeAtMs) => known.has(madeAtMs));
}

const formatSchema = z.object({ madeAtMs: z.number(), version: z.string() });

/**
 * Notes the first version of Flight Deck that opened the database in its present format, for an older one that refuses it later.
 * Writes only after the format has changed.
 */
export function noteFormatVersion(db: Database, version: string): void {
  const madeAtMs = Math.max(...appliedMigrations(db.sqlite));
  const noted = readNotedFormat(db.sqlite);
  if (noted?.madeAtMs !== madeAtMs) saveSetting(db, formatSetting, JSON.stringify({ madeAtMs, version }));
}

const formatSetting = "format.version";

function readFormatVersion(sqlite: BetterSqlite3.Database): string | null {
  const noted = readNotedFormat(sqlite);
  return noted?.madeAtMs === Math.max(...appliedMigrations(sqlite)) ? noted.version : null;
}

/** Null also where a version that we do not know keeps its settings in another form. */
function readNotedFormat(sqlite: BetterSqlite3.Database): z.infer<typeof formatSchema> | null {
  try {
    const text = sqlite.prepare("SELECT value FROM settings WHERE key = ?").pluck().get(formatSetting);
    return formatSchema.parse(JSON.parse(String(text)));
  } catch {
    return null;
  }
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
