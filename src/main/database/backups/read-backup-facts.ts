import BetterSqlite3 from "better-sqlite3";
import type { Backup, BackupFacts } from "../../../shared/backups.ts";
import { messageOf } from "../../../shared/errors.ts";
import { backupFileOf } from "./backup-files.ts";

/** What is in a backup of any version. A restore checks every page; this does not. */
export function readBackupFacts(dataDir: string, backup: Backup): BackupFacts {
  let sqlite: BetterSqlite3.Database | null = null;
  try {
    const opened = new BetterSqlite3(backupFileOf(dataDir, backup), { readonly: true, fileMustExist: true });
    sqlite = opened;
    const count = (table: string) => opened.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
    const counts = {
      gateways: count("gateways"),
      boards: count("boards"),
      agents: count("agents"),
      runs: count("runs"),
    };
    return { counts, problem: null };
  } catch (error) {
    return { counts: null, problem: messageOf(error) };
  } finally {
    sqlite?.close();
  }
}
