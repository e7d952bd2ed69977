import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { app } from "electron";

/** Windows keeps the key of its key store in this file, sealed for this user. */
const keyStoreFile = "Local State";

/**
 * Where Electron stores what is its own while a command runs: in a folder that is removed afterwards. A command makes no data folder by
 * itself, and the desktop's own may be in use by the open window. Must happen before Electron is ready.
 * @returns the file for the window's position, which nothing writes
 */
export function keepForCommand(dataDir: string): string {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-command-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const ofDesktop = join(dataDir, "desktop", keyStoreFile);
  if (existsSync(ofDesktop)) copyFileSync(ofDesktop, join(folder, keyStoreFile));
  app.setPath("userData", folder);
  return join(folder, "window.json");
}
