import { closeSync, openSync, statSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { closeToOthers, ensurePrivateDir } from "../vault/private-files.ts";
import { backUpBeforeMigration } from "./backups/back-up-before-migration.ts";
import type { Database } from "./database.ts";
import { databaseFileOf } from "./database-file.ts";
import { explainDatabaseFailure, isBusy } from "./explain-database-failure.ts";
import { fillSessionKeys } from "./fill-session-keys.ts";
import { noteFile } from "./in-place.ts";
import { makeSealTriggers } from "./make-seal-triggers.ts";
import { applyMigrations, refuseNewerDatabase } from "./migrations.ts";
import { makeMirrorTriggers } from "./mirror/make-mirror-triggers.ts";

export { type Database, databaseFileOf };

export type OpenDatabaseOptions = { dataDir: string } | { inMemory: true };

/**
 * Opens `<dataDir>/flight-deck.db`, made at the first start and readable by its owner only, and migrates it to the present
 * schema, after a backup.
 * @throws FlightDeckError `database-newer` when a newer version has written it (and leaves it untouched), `database-unwritable`
 * when another program holds it, `database-unreadable` when it is damaged or cannot be opened, `backup-failed` when it
 * cannot be copied before it is migrated.
 */
export function openDatabase(options: OpenDatabaseOptions): Database {
  if ("inMemory" in options) return connect(":memory:", null);
  const path = databaseFileOf(options.dataDir);
  try {
    ensurePrivateDir(options.dataDir);
    return whenFree(() => {
      if (sizeOf(path) > 0) refuseNewerDatabase(path, sizeOf(`${path}-wal`));
      createForOwnerOnly(path);
      return connect(path, options.dataDir);
    });
  } catch (error) {
    throw explainDatabaseFailure(path, error);
  }
}

/** Opens a database file, and migrates it without a backup: for a copy that nothing else uses. */
export function openDatabaseFile(path: string): Database {
  try {
    return connect(path, null);
  } catch (error) {
    throw explainDatabaseFailure(path, error);
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
      if (!isBusy(error) || performance.now() - startedAtMs > busyTimeoutMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
}

/** @param dataDir where the backup before a migration goes; null for a database that needs none */
function connect(path: string, dataDir: string | null): Database {
  const sqlite = new BetterSqlite3(path, { timeout: busyTimeoutMs });
  try {
    // Only for a file that is still empty: in others it is a write, which other processes would notice. See `make-shrinkable`.
    if (sizeOf(path) === 0) sqlite.pragma("auto_vacuum = INCREMENTAL");
    sqlite.pragma("journal_mode = WAL");
    // Commits that a power cut must not take back go through `durably`.
    sqlite.pragma("synchronous = NORMAL");
    // Without it, a sync on macOS only reaches the drive's cache. It includes checkpoints.
    sqlite.pragma("fullfsync = ON");
    if (dataDir !== null) backUpBeforeMigration({ sqlite }, dataDir);
    const orm = applyMigrations(sqlite);
    const database: Database = { orm, sqlite, close: () => sqlite.close() };
    fillSessionKeys(database);
    makeMirrorTriggers(sqlite);
    makeSealTriggers(sqlite);
    noteFile(sqlite);
    return database;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

const busyTimeoutMs = 5_000;
const retryMs = 25;

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** SQLite gives its side files the mode of the database file. */
function createForOwnerOnly(path: string): void {
  closeSync(openSync(path, "a", 0o600));
  closeToOthers(path, 0o600);
}
