import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import type { Desktop, DesktopOptions, LaunchOptions } from "./desktop.ts";
import { findElectron, launchElectron } from "./launch-electron.ts";
import { launchHarness } from "./launch-harness.ts";
import { createPracticeWorld, type PracticeWorld } from "./practice-world.ts";

type Fixtures = {
  /** An empty data folder. */
  dataDir: string;
  /** A data folder with a fleet, and its gateway. */
  world: PracticeWorld;
  /** Starts the app; whatever is still running at the end of the test is ended. */
  launch: (options?: Partial<LaunchOptions>) => Promise<Desktop>;
};

export const test = base.extend<Fixtures & DesktopOptions>({
  electron: ["harness", { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  dataDir: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-desktop-"));
    await use(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  world: async ({}, use) => {
    const world = await createPracticeWorld();
    await use(world);
    await world.close();
  },

  launch: async ({ electron, dataDir }, use, testInfo) => {
    const isMissing = electron === "real" && findElectron() === null;
    test.skip(isMissing, "The Electron binary is not installed here (npx install-electron fetches it).");
    const started: Desktop[] = [];
    await use(async (options = {}) => {
      const start = electron === "real" ? launchElectron : launchHarness;
      const env = { ELECTRON_HARNESS_KEYRING: join(dataDir, "keyring"), ...options.env };
      const desktop = await start({ dataDir, ...options, env });
      started.push(desktop);
      return desktop;
    });
    for (const desktop of started) await desktop.kill();
    if (testInfo.status === testInfo.expectedStatus) return;
    for (const desktop of started)
      await testInfo.attach("output", { body: desktop.output(), contentType: "text/plain" });
  },
});

export { expect } from "@playwright/test";
