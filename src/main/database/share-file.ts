import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import BetterSqlite3 from "better-sqlite3";

/** @returns whether no other holder shares the name at this moment */
export type Shared = () => boolean;

/**
 * Shares a name with any number of holders, in this process and in others, until the process ends. It uses SQLite's lock for
 * readers, as `lockFile` uses the one for writers.
 * @param path of a file for this purpose only, which stays empty; its folder is made if it is missing
 * @returns keep it: a garbage-collected one releases its share
 */
export function shareFile(path: string): Shared {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const sqlite = new BetterSqlite3(path, { timeout: 0 });
  sqlite.pragma("journal_mode = MEMORY");
  const share = () => succeeds(() => sqlite.exec("BEGIN; SELECT 1 FROM sqlite_master"));
  share();
  return () => {
    if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
    const isAlone = succeeds(() => sqlite.exec("BEGIN EXCLUSIVE"));
    if (isAlone) sqlite.exec("ROLLBACK");
    share();
    return isAlone;
  };
}

/** Whether the lock was to be had. A disk that fails counts as another holder: a process that ends must not fail over it. */
function succeeds(lock: () => void): boolean {
  try {
    lock();
    return true;
  } catch {
    return false;
  }
}
