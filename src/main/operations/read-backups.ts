import type { Backup, BackupList, BackupView } from "../../shared/backups.ts";
import { backupsFolderOf, listBackups } from "../database/backups/backup-files.ts";
import { readBackupFacts } from "../database/backups/read-backup-facts.ts";

/** The backups of a data folder with what is in each, the latest first. Reads only. */
export function readBackups(dataDir: string): BackupList {
  return { folder: backupsFolderOf(dataDir), backups: listBackups(dataDir).map((backup) => describe(dataDir, backup)) };
}

function describe(dataDir: string, backup: Backup): BackupView {
  return { ...backup, ...readBackupFacts(dataDir, backup) };
}
