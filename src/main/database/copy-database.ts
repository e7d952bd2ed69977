import { closeSync, openSync } from "node:fs";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { syncFile } from "../vault/private-files.ts";
import type { Database } from "./database.ts";

/**
 * Copies the database into a new file that only its owner may read, and that is on disk when this returns. Blocks this thread:
 * about three seconds for a gigabyte; `copyInThread` does not.
 * @throws FlightDeckError backup-failed if the database cannot be read or the copy cannot be written; what was written stays
 */
export function copyDatabase({ sqlite }: Pick<Database, "sqlite">, path: string): void {
  try {
    // SQLite takes an empty file, and keeps its mode.
    closeSync(openSync(path, "wx", 0o600));
    sqlite.prepare("VACUUM INTO ?").run(path);
    // SQLite does not sync a copy.
    syncFile(path);
  } catch (error) {
    throw copyFailed(path, messageOf(error), error);
  }
}

/** The error of a copy that was not made. */
export function copyFailed(path: string, why: string, cause?: unknown): FlightDeckError {
  const what = `The database cannot be copied to ${path}: ${why}.`;
  return new FlightDeckError("backup-failed", what, hintsOf("backup-failed").room, { cause });
}
