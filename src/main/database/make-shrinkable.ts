import { dirname } from "node:path";
import type { Database } from "./database.ts";
import { databaseSizeBytes, freeSpaceBytes } from "./disk-space.ts";
import { isShrinkable } from "./shrink-file.ts";

/** SQLite writes the whole database twice: into a temporary file and into its log. */
const spaceFactor = 3;

/**
 * Rewrites a database of an earlier version once, so that its file can be made smaller in steps from then on. Takes half a second
 * for 80 MB, so it is done when the application opens. Not during a run, which would wait for it; nor on a disk that is nearly
 * full.
 */
export function makeShrinkable(db: Database): void {
  if (isShrinkable(db) || isRunning(db) || !hasSpace(db)) return;
  try {
    db.sqlite.pragma("auto_vacuum = INCREMENTAL");
    db.sqlite.exec("VACUUM");
    // The log is now as large as the database.
    db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
  } catch {
    // Another process uses the database, or the disk is full: nothing has changed, and the next start tries again.
  }
}

function isRunning(db: Database): boolean {
  return db.sqlite.prepare("SELECT 1 FROM runs WHERE status = 'running' LIMIT 1").get() !== undefined;
}

function hasSpace(db: Database): boolean {
  return freeSpaceBytes(dirname(db.sqlite.name)) > databaseSizeBytes(db) * spaceFactor;
}
