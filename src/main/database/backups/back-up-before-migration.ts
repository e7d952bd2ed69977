import { FlightDeckError } from "../../../shared/errors.ts";
import type { Database } from "../database.ts";
import { needsMigration } from "../migrations.ts";
import { copyIntoBackups, holdBackups } from "./make-backup.ts";

/** As long as another process may take for the same copy. */
const waitMs = 60_000;

/**
 * Copies a database that an earlier version wrote, before it is changed for this version.
 * @throws FlightDeckError backup-failed; the database must then stay as it is
 */
export function backUpBeforeMigration(db: Pick<Database, "sqlite">, dataDir: string): void {
  if (!needsMigration(db.sqlite)) return;
  try {
    holdBackups(dataDir, waitMs, () => {
      // Another process may have changed it in the meantime.
      if (needsMigration(db.sqlite)) copyIntoBackups(db, { dataDir, reason: "before-migration" });
    });
  } catch (error) {
    if (!(error instanceof FlightDeckError)) throw error;
    const { code, message, hint, cause } = error;
    const why = "This version of Flight Deck changes the format of the database, and copies it first. The copy failed";
    throw new FlightDeckError(code, `${why}: ${message} Nothing was changed.`, hint, { cause });
  }
}
