import { statSync } from "node:fs";
import { expect } from "vitest";

/**
 * Fails unless a file or folder has this mode. Windows has no modes: there the access list of the data folder protects what is in it
 * (`windows/protect-folder.test.ts`).
 */
export function expectMode(path: string, mode: number): void {
  if (process.platform === "win32") return;
  expect(statSync(path).mode & 0o777).toBe(mode);
}
