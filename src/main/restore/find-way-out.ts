import type { Backup } from "../../shared/backups.ts";
import { FlightDeckError } from "../../shared/errors.ts";
import { newestSoundBackup } from "../database/backups/newest-sound-backup.ts";
import { isDamage } from "../database/explain-database-failure.ts";

/**
 * The backup that helps where a data folder did not open because its database is damaged, gone or of a newer version: the newest that
 * is sound and that this version can open. Null if there is none, or if the trouble is another one: a restore is of no help where the
 * database is locked or cannot be written.
 */
export function findWayOut(dataDir: string, error: unknown): Backup | null {
  const isUseless = error instanceof FlightDeckError && /^database-(missing|newer)$/.test(error.code);
  return isUseless || isDamage(error) ? newestSoundBackup(dataDir) : null;
}
