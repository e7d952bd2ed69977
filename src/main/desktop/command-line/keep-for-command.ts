import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { app } from "electron";

/**
 * Where Electron stores what is its own while a command runs: with the desktop's, if there is a desktop on this data folder, because
 * Windows keeps the key of its key store there. Otherwise in a folder that is removed afterwards: a command makes no data folder by
 * itself. Must happen before Electron is ready.
 */
export function keepForCommand(dataDir: string): string {
  const ofDesktop = join(dataDir, "desktop");
  if (existsSync(ofDesktop)) app.setPath("userData", ofDesktop);
  else {
    const folder = mkdtempSync(join(tmpdir(), "flight-deck-command-"));
    app.setPath("userData", folder);
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  }
  return join(app.getPath("userData"), "window.json");
}
