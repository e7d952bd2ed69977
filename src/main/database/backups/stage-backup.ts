import { rmSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import type { Backup } from "../../../shared/backups.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { deleteBrowserLinks, endBrowserSessions } from "../browser-sessions.ts";
import { copyDatabase } from "../copy-database.ts";
import type { Database } from "../database.ts";
import { explainDatabaseFailure } from "../explain-database-failure.ts";
import { refuseNewerDatabase } from "../migrations.ts";
import { forgetKnownProblems } from "../notifications/known-problems.ts";
import { emptyOutbox } from "../notifications/notification-outbox.ts";
import { openDatabaseFile } from "../open-database.ts";
import { backupFileOf } from "./backup-files.ts";
import { draftPath } from "./make-backup.ts";

/**
 * Copies a backup into a draft in this version's format, without the browsers that had access then: what a restore would put into
 * place. Call it while the folder of backups is held.
 * @throws FlightDeckError database-unreadable, database-newer, backup-failed
 */
export function stageBackup(dataDir: string, backup: Backup): Database {
  const path = backupFileOf(dataDir, backup);
  const draft = draftPath(dataDir, `restore-${Date.now()}`);
  try {
    refuseNewerDatabase(path, 0);
    copyChecked(path, draft);
  } catch (error) {
    throw explainDatabaseFailure(path, error);
  }
  const stage = openDatabaseFile(draft);
  // Access that was ended since must not come back.
  endBrowserSessions(stage);
  deleteBrowserLinks(stage);
  // What was to be told then was told since, or is of no interest any more.
  emptyOutbox(stage);
  forgetKnownProblems(stage);
  return stage;
}

/** Removes a staged backup. */
export function discardStage(stage: Database): void {
  const path = stage.sqlite.name;
  if (stage.sqlite.open) stage.close();
  for (const ending of ["", "-wal", "-shm"]) rmSync(`${path}${ending}`, { force: true });
}

function copyChecked(path: string, draft: string): void {
  const sqlite = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
  try {
    const finding = sqlite.pragma("integrity_check(1)", { simple: true });
    if (finding !== "ok") {
      const what = `The backup ${path} is damaged: ${finding}.`;
      throw new FlightDeckError("database-unreadable", what, hintsOf("database-unreadable").otherBackup);
    }
    // SQLite takes an empty file for an empty database.
    if (sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'gateways'").get() === undefined) {
      const what = `The backup ${path} is empty or not of Flight Deck.`;
      throw new FlightDeckError("database-unreadable", what, hintsOf("database-unreadable").otherBackup);
    }
    copyDatabase({ sqlite }, draft);
  } finally {
    sqlite.close();
  }
}
