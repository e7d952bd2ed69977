import { defineConfig } from "@playwright/test";
import type { DesktopOptions } from "./e2e/desktop/support/desktop.ts";
import { chromiumOptions } from "./scripts/chromium.ts";

const onEveryHost = "browser/**/*.spec.ts";
const onDesktop = "desktop/**/*.spec.ts";

// `npm run test:e2e`: the built app, driven through its window. Three hosts, each a project; the real Electron counts as
// skipped where its binary is not installed, and the harness runs the same specs in its place.
export default defineConfig<DesktopOptions>({
  testDir: "e2e",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? [["list"], ["json", { outputFile: "test-results/results.json" }]] : "list",
  use: {
    launchOptions: chromiumOptions,
    actionTimeout: 15_000,
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "browser", testMatch: onEveryHost, use: { electron: "none" } },
    { name: "desktop", testMatch: [onEveryHost, onDesktop], use: { electron: "harness" } },
    { name: "electron", testMatch: [onEveryHost, onDesktop], use: { electron: "real" } },
  ],
});
