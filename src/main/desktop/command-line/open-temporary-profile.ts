import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { app } from "electron";
import { desktopFolderOf, localStateIn, restoreStoreKey } from "../keep-store-key.ts";
import { makeTemporaryProfile } from "../make-temporary-profile.ts";

/**
 * Where Electron stores what is its own while a command runs: in a folder that is removed afterwards. A command makes no data folder by
 * itself, and the desktop's own may be in use by the open window. What opens the key store comes along. Must happen before Electron is
 * ready.
 * @returns the file for the window's position, which nothing writes
 */
export function openTemporaryProfile(dataDir: string): string {
  const folder = makeTemporaryProfile();
  const ofDesktop = localStateIn(desktopFolderOf(dataDir));
  if (existsSync(ofDesktop)) copyFileSync(ofDesktop, localStateIn(folder));
  try {
    restoreStoreKey({ dataDir, platform: process.platform, folder });
  } catch {
    // If the key then does not open, the command says so.
  }
  app.setPath("userData", folder);
  return join(folder, "window.json");
}
