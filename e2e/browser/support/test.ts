import { expect, type Page } from "@playwright/test";
import type { Desktop } from "../../desktop/support/desktop.ts";
import { test as desktopTest } from "../../desktop/support/test.ts";
import { FlightDeck } from "./flight-deck.ts";
import { type Host, startHost } from "./start-test-host.ts";

type Opened = { host: Host; page: Page };

type Fixtures = {
  /** Starts the project's host with a data folder, and opens the app in a tab or in its own window. */
  open: (dataDir: string) => Promise<Opened>;
  /** The apps that this test opened. */
  opened: Partial<Opened>;
  host: Opened["host"];
  /** The app with a fleet that was never synced (`fixture`). */
  deck: FlightDeck;
  /** The app with an empty data folder. */
  newDeck: { deck: FlightDeck; host: Opened["host"] };
};

/** The test function for specs that are the same on every host. Request `deck` or `newDeck` before `page`, which they provide. */
export const test = desktopTest.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  opened: async ({}, use) => use({}),

  open: async ({ electron, context, launch, opened }, use) => {
    const hosts: Host[] = [];
    await use(async (dataDir) => {
      if (electron === "none") {
        const host = await startHost(dataDir);
        hosts.push(host);
        const page = await context.newPage();
        await page.goto(host.url);
        // The first answer only leads on to the app.
        // By its tag: behind the welcome panel, the title has no role.
        await expect(page.locator("h1")).toBeVisible({ timeout: 30_000 });
        return Object.assign(opened, { host, page });
      }
      const desktop = await launch({ dataDir });
      const page = await desktop.page();
      return Object.assign(opened, {
        host: { url: page.url(), output: desktop.output, stop: () => endInOrder(desktop) },
        page,
      });
    });
    for (const host of hosts) await host.stop();
  },

  page: async ({ opened }, use) => {
    if (!opened.page) throw new Error("a test must request `deck` or `newDeck` before `page`");
    await use(opened.page);
  },

  deck: async ({ open, fixture }, use) => {
    const { host, page } = await open(fixture.dataDir);
    const deck = new FlightDeck(page, host.url);
    await expect(page.getByRole("heading", { level: 1, name: "Needs attention" })).toBeVisible({ timeout: 30_000 });
    await use(deck);
  },

  // After `deck`, which owns it.
  host: async ({ deck: _deck, opened }, use) => {
    if (opened.host) await use(opened.host);
  },

  newDeck: async ({ open, dataDir }, use) => {
    const { host, page } = await open(dataDir);
    await use({ deck: new FlightDeck(page, host.url), host });
  },
});

async function endInOrder(desktop: Desktop): Promise<void> {
  await desktop.quit();
  await desktop.exited;
}

export { expect } from "@playwright/test";
