import { randomUUID } from "node:crypto";
import { existsSync, linkSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { moveFile } from "../../files/move-file.ts";
import { closeToOthers, syncFile, syncFolder } from "../../vault/private-files.ts";
import type { Database } from "../database.ts";
import { durably } from "../durably.ts";
import { explainDatabaseFailure, isBusy } from "../explain-database-failure.ts";
import { databaseFileOf, openDatabaseFile } from "../open-database.ts";
import { saveSetting } from "../settings.ts";
import { hasTable } from "../stored-tables.ts";
import { backupsFolderOf } from "./backup-files.ts";
import type { PresentDatabase } from "./present-database.ts";

const marker = "backups.restored";

/**
 * Puts a staged database in the place of the present one, completely or not at all, whatever cuts it off. Closes both.
 * @returns the file of a database that could not be read, which is kept; null otherwise
 * @throws FlightDeckError database-unreadable, database-unwritable; the present one is then as it was
 */
export async function replaceDatabase(
  dataDir: string,
  stage: Database,
  present: PresentDatabase,
): Promise<string | null> {
  const id = randomUUID();
  saveSetting(stage, marker, id);
  const path = databaseFileOf(dataDir);
  try {
    let kept: string | null = null;
    if (present.database) await copyOver(stage, path, id);
    else kept = moveInto(dataDir, stage, path);
    // Opened as at every start, and on disk when this returns.
    const restored = openDatabaseFile(path);
    durably(restored, () => saveSetting(restored, marker, `${id} complete`));
    restored.close();
    return kept;
  } catch (error) {
    throw explainDatabaseFailure(path, error);
  } finally {
    if (stage.sqlite.open) stage.close();
    present.database?.close();
  }
}

const busyTimeoutMs = 5_000;
const retryMs = 50;

/** Copies every page in one transaction of the present database, so that other connections see the former one or the new one. */
async function copyOver({ sqlite }: Database, path: string, id: string): Promise<void> {
  const startedAtMs = performance.now();
  const allPages = 0x7fffffff;
  while (true) {
    // Also ends without an error if another connection was in the way.
    await sqlite.backup(path, { progress: () => allPages });
    if (readMarker(path) === id) return;
    if (performance.now() - startedAtMs > busyTimeoutMs) break;
    await sleep(retryMs);
  }
  throw new FlightDeckError(
    "database-unwritable",
    `The database ${path} is held by another program. Nothing was restored.`,
    hintsOf("database-unwritable").otherProgram,
  );
}

function readMarker(path: string): string | null {
  const sqlite = new BetterSqlite3(path, { timeout: busyTimeoutMs });
  try {
    if (!hasTable({ sqlite }, "settings")) return null;
    return sqlite.prepare<[string], string>("SELECT value FROM settings WHERE key = ?").pluck().get(marker) ?? null;
  } catch (error) {
    if (isBusy(error)) return null;
    throw error;
  } finally {
    sqlite.close();
  }
}

/**
 * Puts the staged file in the place of one that cannot be read. That one keeps its content under another name first, and its log is
 * moved away, which SQLite would otherwise read into the new one.
 */
function moveInto(dataDir: string, stage: Database, path: string): string | null {
  const staged = stage.sqlite.name;
  // Moves the log into the file and removes it.
  stage.sqlite.pragma("journal_mode = DELETE");
  stage.close();
  closeToOthers(staged, 0o600);
  syncFile(staged);
  const kept = join(backupsFolderOf(dataDir), `unreadable-${new Date().toISOString().replace(/[:.]/g, "-")}.db`);
  const isThere = existsSync(path);
  if (isThere) linkSync(path, kept);
  if (existsSync(`${path}-wal`)) moveFile(`${path}-wal`, `${kept}-wal`);
  rmSync(`${path}-shm`, { force: true });
  syncFolder(dirname(path));
  moveFile(staged, path);
  syncFolder(dirname(path));
  return isThere ? kept : null;
}
