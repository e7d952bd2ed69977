import { chmodSync, closeSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { ensurePrivateDir } from "../vault/private-files.ts";
import type { Database } from "./database.ts";
import { fillSessionKeys } from "./fill-session-keys.ts";
import { makeSealTriggers } from "./make-seal-triggers.ts";
import { applyMigrations, refuseNewerDatabase } from "./migrations.ts";
import { makeMirrorTriggers } from "./mirror/make-mirror-triggers.ts";

export type { Database };

export type OpenDatabaseOptions = { dataDir: string } | { inMemory: true };

/**
 * Opens `<dataDir>/flight-deck.db`, made at the first start and readable by its owner only, and migrates it to the present
 * schema.
 * @throws FlightDeckError `database-newer` when a newer version has written it (and leaves it untouched), `data-dir-locked`
 * when another program holds it, `database-unreadable` when it is damaged or cannot be opened.
 */
export function openDatabase(options: OpenDatabaseOptions): Database {
  if ("inMemory" in options) return connect(":memory:");
  const path = join(options.dataDir, "flight-deck.db");
  try {
    ensurePrivateDir(options.dataDir);
    return whenFree(() => {
      if (sizeOf(path) > 0) refuseNewerDatabase(path, sizeOf(`${path}-wal`));
      createForOwnerOnly(path);
      return connect(path);
    });
  } catch (error) {
    throw error instanceof FlightDeckError ? error : explainOpenFailure(path, error);
  }
}

/**
 * SQLite waits for locks by itself, except where two processes would wait for each other, as when both create the database or
 * change its schema. Then it refuses one at once, and that one has to start again.
 */
function whenFree<Result>(open: () => Result): Result {
  const startedAtMs = performance.now();
  while (true) {
    try {
      return open();
    } catch (error) {
      if (!isBusy(rootOf(error)) || performance.now() - startedAtMs > busyTimeoutMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
}

function connect(path: string): Database {
  const sqlite = new BetterSqlite3(path, { timeout: busyTimeoutMs });
  try {
    sqlite.pragma("journal_mode = WAL");
    // Commits that a power cut must not take back go through `durably`.
    sqlite.pragma("synchronous = NORMAL");
    // Without it, a sync on macOS only reaches the drive's cache.
    sqlite.pragma("fullfsync = ON");
    const orm = applyMigrations(sqlite);
    const database: Database = { orm, sqlite, close: () => sqlite.close() };
    fillSessionKeys(database);
    makeMirrorTriggers(sqlite);
    makeSealTriggers(sqlite);
    return database;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

const busyTimeoutMs = 5_000;
const retryMs = 25;

function isBusy(cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED");
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** SQLite gives its side files the mode of the database file. */
function createForOwnerOnly(path: string): void {
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
}

/** drizzle wraps SQLite's error in one that repeats the statement. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}

function explainOpenFailure(path: string, error: unknown): FlightDeckError {
  const cause = rootOf(error);
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT")) {
    return new FlightDeckError(
      "database-unreadable",
      `The file ${path} is damaged or not a Flight Deck database: ${messageOf(cause)}.`,
      hintsOf("database-unreadable").damaged,
      { cause },
    );
  }
  if (isBusy(cause)) {
    return new FlightDeckError(
      "data-dir-locked",
      `The database ${path} is held by another program.`,
      hintsOf("data-dir-locked").otherProgram,
      { cause },
    );
  }
  return new FlightDeckError(
    "database-unreadable",
    `The database ${path} cannot be opened: ${messageOf(cause)}.`,
    hintsOf("database-unreadable").noAccess,
    { cause },
  );
}
