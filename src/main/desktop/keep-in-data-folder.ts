import { join } from "node:path";
import { app } from "electron";
import { requireFitFolder } from "../database/place/require-fit-folder.ts";
import { ensurePrivateDir } from "../vault/private-files.ts";
import { desktopFolderOf, restoreStoreKey } from "./keep-store-key.ts";
import { makeTemporaryProfile } from "./make-temporary-profile.ts";

/**
 * Keeps what Electron stores (cookies, caches, the single-instance lock) in the data folder, so that two data folders are two
 * independent desktops. Must happen before Electron is ready. In a place where no data folder can be, nothing is made: the start
 * says so as soon as it can show a dialog.
 * @returns the file that remembers the window's position
 */
export function keepInDataFolder(dataDir: string): string {
  const folder = isFit(dataDir) ? desktopFolderOf(dataDir) : makeTemporaryProfile();
  ensurePrivateDir(folder);
  app.setPath("userData", folder);
  putStoreKeyBack(dataDir);
  return join(folder, "window.json");
}

function putStoreKeyBack(dataDir: string): void {
  try {
    if (!restoreStoreKey({ dataDir, platform: process.platform })) return;
    console.log(
      "What opens the data key was missing from Local State, where caches may have been deleted. It was put back.",
    );
  } catch {
    // If the key then does not open, the start says so.
  }
}

function isFit(dataDir: string): boolean {
  try {
    requireFitFolder(dataDir, { env: process.env });
    return true;
  } catch {
    return false;
  }
}
