import { type BigIntStats, statSync } from "node:fs";
import type BetterSqlite3 from "better-sqlite3";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Database } from "./database.ts";

const openedFiles = new WeakMap<BetterSqlite3.Database, BigIntStats>();

/** Remembers which file a database was opened from. */
export function noteFile(sqlite: BetterSqlite3.Database): void {
  const file = statSync(sqlite.name, { bigint: true, throwIfNoEntry: false });
  if (file) openedFiles.set(sqlite, file);
}

/**
 * Refuses to work with a database whose file was moved, deleted or replaced since it was opened: SQLite continues to write to the former
 * file without an error, and all of it would be lost.
 * @throws FlightDeckError database-missing
 */
export function requireInPlace({ sqlite }: Pick<Database, "sqlite">): void {
  const opened = openedFiles.get(sqlite);
  if (!opened) return;
  const now = statSync(sqlite.name, { bigint: true, throwIfNoEntry: false });
  if (now?.ino === opened.ino && now.dev === opened.dev) return;
  const what = now ? "was replaced by another file" : "was moved or deleted";
  throw new FlightDeckError(
    "database-missing",
    `The database ${sqlite.name} ${what} while it was open.`,
    hintsOf("database-missing").whileOpen,
  );
}

/** How many rows this connection has changed. */
export function countChanges({ sqlite }: Pick<Database, "sqlite">): number {
  return sqlite.prepare<[], number>("SELECT total_changes()").pluck().get() ?? 0;
}
