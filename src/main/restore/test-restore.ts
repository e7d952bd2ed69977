import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { backupsFolderOf } from "../database/backups/backup-files.ts";
import { backUpNow } from "../database/backups/test-make-backup.ts";
import { listGateways } from "../database/gateways.ts";
import { type Database, databaseFileOf, openDatabase } from "../database/open-database.ts";
import { addGateway, addOrganization } from "../database/test-fleet.ts";
import { openFolderVault } from "../keys/open-folder-vault.ts";
import type { RestoreRequest } from "./restore-backup.ts";

export let dataDir: string;
export let request: RestoreRequest;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-restore-"));
  request = { dataDir, env: {}, wanted: "1" };
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

export const yes = async () => {};
export const path = () => databaseFileOf(dataDir);

export function withDatabase<Result>(work: (db: Database) => Result): Result {
  const db = openDatabase({ dataDir });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** A database with the gateway "Then" in backup 1, and the gateway "Now" beside it since. */
export function backUpAndChange(): void {
  withDatabase((db) => {
    openFolderVault(db, { dataDir, env: {} });
    addOrganization(db);
    addGateway(db, { name: "Then" });
    backUpNow(db, { dataDir, reason: "by-hand" });
    addGateway(db, { name: "Now" });
  });
}

export const gatewayNames = () =>
  withDatabase((db) =>
    listGateways(db)
      .map(({ name }) => name)
      .sort(),
  );
export const drafts = () => readdirSync(backupsFolderOf(dataDir)).filter((name) => name.startsWith("draft-"));

/** Lets everything here, and `request`, mean another data folder. */
export function workIn(folder: string): void {
  dataDir = folder;
  request = { ...request, dataDir };
}
