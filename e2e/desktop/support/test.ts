import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import { findElectron } from "../../../src/main/start/find-electron.ts";
import type { Desktop, DesktopOptions, LaunchOptions } from "./desktop.ts";
import { launchElectron } from "./launch-electron.ts";
import { launchHarness } from "./launch-harness.ts";
import { createPracticeFixture, importPracticeFleet, type PracticeFixture } from "./practice-fixture.ts";

type Fixtures = {
  /** An empty data folder. */
  dataDir: string;
  /** A data folder with a fleet, and its gateway. */
  fixture: PracticeFixture;
  /** Starts the app; it is ended at the end of the test if it is still running. */
  launch: (options?: Partial<LaunchOptions>) => Promise<Desktop>;
  /** The page of `desktop`, reloaded. */
  appPage: Page;
  skipsWithoutElectron: undefined;
};

type WorkerFixtures = DesktopOptions & {
  /** One app for all tests that do not change its state. */
  desktop: Desktop;
  /** The data folder that every `fixture` starts with. */
  importedFleet: string;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  electron: ["harness", { option: true, scope: "worker" }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  dataDir: async ({}, use) => {
    const folder = makeFolder();
    await use(join(folder, "data"));
    // A process that has just ended may leave a file while the folder is being removed.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  },

  importedFleet: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const folder = makeFolder();
      await use(await importPracticeFleet(folder));
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],

  fixture: async ({ importedFleet }, use) => {
    const fixture = await createPracticeFixture(importedFleet);
    await use(fixture);
    await fixture.close();
  },

  skipsWithoutElectron: [
    async ({ electron }, use, testInfo) => {
      const isMissing = electron === "real" && findElectron(electronPackage) === null;
      const why = "The Electron binary is not installed here (npx install-electron fetches it).";
      if (isMissing && process.env.FLIGHTDECK_REQUIRE_ELECTRON === "1") throw new Error(why);
      testInfo.skip(isMissing, why);
      await use(undefined);
    },
    { auto: true },
  ],

  launch: async ({ electron, dataDir }, use, testInfo) => {
    const started: Desktop[] = [];
    await use(async (options = {}) => {
      const desktop = await start(electron, { dataDir, ...options });
      started.push(desktop);
      return desktop;
    });
    for (const desktop of started) await desktop.kill();
    if (testInfo.status === testInfo.expectedStatus) return;
    for (const desktop of started)
      await testInfo.attach("output", { body: desktop.output(), contentType: "text/plain" });
  },

  desktop: [
    async ({ electron }, use) => {
      const folder = makeFolder();
      const desktop = await start(electron, { dataDir: join(folder, "data") });
      await use(desktop);
      await desktop.kill();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],

  appPage: async ({ desktop }, use) => {
    const page = await desktop.page();
    // A navigation that was stopped at the end of another test may also stop this one.
    await expect(() => page.reload()).toPass();
    await use(page);
  },
});

const electronPackage = join(import.meta.dirname, "../../../node_modules/electron");

function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), "flight-deck-desktop-"));
}

function start(electron: DesktopOptions["electron"], options: LaunchOptions): Promise<Desktop> {
  // The keyring outlives the app and is not part of its data folder.
  const env = { ELECTRON_HARNESS_KEYRING: join(options.dataDir, "..", "keyring"), ...options.env };
  return electron === "real" ? launchElectron(options) : launchHarness({ ...options, env });
}

export { expect };
