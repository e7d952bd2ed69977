import { closeSync, openSync } from "node:fs";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { syncFile } from "../vault/private-files.ts";
import type { Database } from "./database.ts";

/**
 * Copies the database into a new file that only its owner may read, and that is on disk when this returns.
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
    throw new FlightDeckError(
      "backup-failed",
      `The database cannot be copied to ${path}: ${messageOf(error)}.`,
      hintsOf("backup-failed").room,
      { cause: error },
    );
  }
}
