import type { Backup } from "../../../shared/backups.ts";
import type { Database } from "../database.ts";
import { type BackupRequest, copyIntoBackups, holdBackups } from "./make-backup.ts";

/** Makes a backup in a test's records before this returns. */
export function backUpNow(db: Pick<Database, "sqlite">, request: BackupRequest): Backup {
  return holdBackups(request.dataDir, 0, () => copyIntoBackups(db, request));
}
