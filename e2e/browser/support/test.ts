import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { createPracticeWorld, type PracticeWorld } from "../../desktop/support/practice-world.ts";
import { FlightDeck } from "./flight-deck.ts";
import { type Host, startHost } from "./start-host.ts";

type Fixtures = {
  /** A data folder with a fleet that was never synced, and its gateway under the test's hand. */
  world: PracticeWorld;
  /** The browser host over that folder. */
  host: Host;
  /** The app in a tab. */
  deck: FlightDeck;
  /** The app over an empty data folder. */
  newDeck: { deck: FlightDeck; host: Host };
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  world: async ({}, use) => {
    const world = await createPracticeWorld();
    await use(world);
    await world.close();
  },

  host: async ({ world }, use) => {
    const host = await startHost(world.dataDir);
    await use(host);
    await host.stop();
  },

  deck: async ({ host, page }, use) => {
    await page.goto(host.url);
    const deck = new FlightDeck(page, host.url);
    await expect(page.getByRole("heading", { level: 1, name: "Gateways" })).toBeVisible({ timeout: 30_000 });
    await use(deck);
  },

  newDeck: async ({ page }, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-browser-"));
    const host = await startHost(dataDir);
    await page.goto(host.url);
    await use({ deck: new FlightDeck(page, host.url), host });
    await host.stop();
    rmSync(dataDir, { recursive: true, force: true });
  },
});

export { expect } from "@playwright/test";
