import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { FlightDeckError, hintsOf } from "../shared/errors.ts";
import { listBackups } from "./database/backups/backup-files.ts";
import { noteFormatVersion } from "./database/migrations.ts";
import { type Database, databaseFileOf, openDatabase } from "./database/open-database.ts";
import { requireFitFolder } from "./database/place/require-fit-folder.ts";
import { deviceFileOf } from "./gateway/device-identity.ts";
import { ownVersion } from "./templates/own-version.ts";

/**
 * Opens the database of a data folder, and makes one in a new folder. In a folder that has lost its database it makes none: that
 * would look like a fleet that is gone.
 * @param env read for FLIGHTDECK_KEY
 * @throws FlightDeckError data-folder-unfit, database-missing; and as `openDatabase`
 */
export function openFolderDatabase(dataDir: string, env: NodeJS.ProcessEnv = process.env): Database {
  requireFitFolder(dataDir, { env });
  const path = databaseFileOf(dataDir);
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size;
  if (!sizeBytes) refuseUsedFolder(dataDir, `${path} ${sizeBytes === 0 ? "is empty" : "does not exist"}`);
  const database = openDatabase({ dataDir });
  noteFormatVersion(database, ownVersion());
  return database;
}

function refuseUsedFolder(dataDir: string, what: string): void {
  const backups = listBackups(dataDir).length;
  const deviceFile = deviceFileOf(dataDir);
  const signs = [
    ...(existsSync(deviceFile) ? [basename(deviceFile)] : []),
    ...(backups > 0 ? [`${backups} ${backups === 1 ? "backup" : "backups"}`] : []),
  ];
  if (signs.length === 0) return;
  throw new FlightDeckError(
    "database-missing",
    `${what}, but the folder was used before: it has ${signs.join(" and ")}.`,
    hintsOf("database-missing")[backups > 0 ? "restore" : "putBack"],
  );
}
