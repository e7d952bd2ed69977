import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for Electron's own files that is removed when this process ends. */
export function makeTemporaryProfile(): string {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-profile-"));
  process.once("exit", () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Windows does not remove what Chromium still has open. An error here would change the exit code.
    }
  });
  return folder;
}
