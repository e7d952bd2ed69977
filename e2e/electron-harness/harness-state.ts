import type { Chromium } from "./chromium/launch-chromium.ts";

/** State shared by the parts of the harness: there is one process with one Electron. */
export const harness: {
  /** Null before the app is ready. */
  chromium: Chromium | null;
  isReady: boolean;
  /** The folder with package.json that Electron was started with. */
  appPath: string;
  /** The folder of Electron's own files, as it was at `ready`. */
  userData: string;
} = { chromium: null, isReady: false, appPath: "", userData: "" };

/** Throws before `ready`, like Electron. */
export function requireReady(what: string): Chromium {
  if (!harness.chromium || !harness.isReady) throw new Error(`${what} before app is ready`);
  return harness.chromium;
}
