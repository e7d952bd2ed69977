import { join } from "node:path";
import { app } from "electron";
import { ensurePrivateDir } from "../vault/private-files.ts";

/**
 * Keeps what Electron stores (cookies, caches, the single-instance lock) in the data folder, so that two data folders are two
 * independent desktops. Must happen before Electron is ready.
 * @returns the file that remembers the window's position
 */
export function keepInDataFolder(dataDir: string): string {
  const folder = join(dataDir, "desktop");
  ensurePrivateDir(folder);
  app.setPath("userData", folder);
  return join(folder, "window.json");
}
