import type { Chromium } from "./chromium/launch-chromium.ts";

/** What the parts of the harness share: there is one process, and one Electron in it. */
export const harness: {
  /** Null before the app is ready. */
  chromium: Chromium | null;
  isReady: boolean;
  /** The folder with package.json that Electron was started with. */
  appPath: string;
} = { chromium: null, isReady: false, appPath: "" };

/** Electron refuses this before `ready`. */
export function requireReady(what: string): Chromium {
  if (!harness.chromium || !harness.isReady) throw new Error(`${what} before app is ready`);
  return harness.chromium;
}
