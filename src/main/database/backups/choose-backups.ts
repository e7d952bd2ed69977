import type { Backup, BackupReason } from "../../../shared/backups.ts";

const rotating: BackupReason[] = ["daily", "before-migration", "before-restore"];

/**
 * The backups that a new one makes obsolete: of each kind the latest `kept` stay. Those made by hand always stay.
 * @param backups the latest first, the new one included
 */
export function chooseObsolete(backups: readonly Backup[], kept: number): Backup[] {
  return rotating.flatMap((kind) => backups.filter(({ reason }) => reason === kind).slice(kept));
}

/**
 * The daily backups to delete so that a new backup has room, the oldest first. The latest backup is never one of them.
 * @returns null if deleting them would not be enough
 */
export function chooseForRoom(backups: readonly Backup[], missingBytes: number): Backup[] | null {
  const chosen: Backup[] = [];
  let missing = missingBytes;
  for (const backup of backups.slice(1).toReversed()) {
    if (missing <= 0) break;
    if (backup.reason !== "daily") continue;
    chosen.push(backup);
    missing -= backup.sizeBytes;
  }
  return missing <= 0 ? chosen : null;
}
