import type { Backup } from "../../shared/backups.ts";
import { FlightDeckError } from "../../shared/errors.ts";
import { newestSoundBackup } from "../database/backups/newest-sound-backup.ts";
import { isDamage } from "../database/explain-database-failure.ts";

/**
 * The backup that helps where a data folder did not open because its database is damaged or gone: the newest that is sound. Null if
 * there is none, or if the trouble is another one: a restore is of no help where the database is locked or cannot be written.
 */
export function findWayOut(dataDir: string, error: unknown): Backup | null {
  const isGone = error instanceof FlightDeckError && error.code === "database-missing";
  return isGone || isDamage(error) ? newestSoundBackup(dataDir) : null;
}
