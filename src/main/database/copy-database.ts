import { closeSync, fsyncSync, openSync } from "node:fs";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import type { Database } from "./database.ts";

/**
 * Copies the database into a new file that only its owner may read.
 * @throws FlightDeckError database-unreadable if the copy cannot be written
 */
export function copyDatabase(db: Database, path: string): void {
  try {
    // SQLite takes an empty file, and keeps its mode.
    closeSync(openSync(path, "wx", 0o600));
    db.sqlite.prepare("VACUUM INTO ?").run(path);
    // SQLite does not sync a copy.
    const copy = openSync(path, "r+");
    fsyncSync(copy);
    closeSync(copy);
  } catch (error) {
    throw new FlightDeckError(
      "database-unreadable",
      `The database could not be copied to ${path}: ${messageOf(error)}. Nothing was changed.`,
      hintsOf("database-unreadable").noAccess,
      { cause: error },
    );
  }
}
