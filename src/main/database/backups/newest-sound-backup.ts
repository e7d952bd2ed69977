import BetterSqlite3 from "better-sqlite3";
import type { Backup } from "../../../shared/backups.ts";
import { knowsFormat } from "../migrations.ts";
import { hasTable } from "../stored-tables.ts";
import { backupFileOf, listBackups } from "./backup-files.ts";

/** The newest backup without damage that this version can open; null if there is none. Checks every page, which takes seconds for a gigabyte. */
export function newestSoundBackup(dataDir: string): Backup | null {
  return listBackups(dataDir).find((backup) => isSound(backupFileOf(dataDir, backup))) ?? null;
}

function isSound(path: string): boolean {
  let sqlite: BetterSqlite3.Database | null = null;
  try {
    sqlite = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
    // SQLite takes an empty file for an empty database.
    return (
      hasTable({ sqlite }, "gateways") &&
      knowsFormat(sqlite) &&
      sqlite.pragma("integrity_check(1)", { simple: true }) === "ok"
    );
  } catch {
    return false;
  } finally {
    sqlite?.close();
  }
}
