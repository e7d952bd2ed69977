import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { app } from "electron";
import { packageRoot } from "../../templates/package-root.ts";
import type { InstalledCopy } from "./find-update-kind.ts";

/** This copy of the desktop, as it was packaged and started. */
export function readInstalledCopy(env: NodeJS.ProcessEnv): InstalledCopy {
  const manifest: { isSigned?: boolean } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  // Only a packaged app has resources of its own.
  const note = app.isPackaged ? join(process.resourcesPath, "package-type") : "";
  return {
    platform: process.platform,
    isPackaged: app.isPackaged,
    appImage: env.APPIMAGE,
    packageType: note !== "" && existsSync(note) ? readFileSync(note, "utf8").trim() : null,
    isSigned: manifest.isSigned === true,
  };
}
