import { expect, type Locator, type Page } from "@playwright/test";

/** The app as an operator uses it: elements are found by role and name. */
export class FlightDeck {
  readonly page: Page;
  readonly #start: string;

  constructor(page: Page, hostUrl: string) {
    this.page = page;
    // `URL.origin` does not support `app://`.
    this.#start = new URL("/", hostUrl).href;
  }

  /** @param path such as `/runs` */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#start}#${path}`);
  }

  async goTo(section: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: section }).click();
    await this.expectTitle(section);
  }

  async expectTitle(title: string | RegExp): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: title })).toBeVisible({ timeout: 20_000 });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name });
  }

  /** A row of a table, found by a text in it. */
  row(table: string, text: string | RegExp): Locator {
    return this.page.getByRole("table", { name: table }).getByRole("row").filter({ hasText: text });
  }

  /** On a gateway's page: starts a sync with options, given by their labels, which opens its run. */
  async sync(...options: string[]): Promise<void> {
    if (options.length === 0) {
      await this.button("Sync templates").click();
    } else {
      await this.button("Options of the template sync").click();
      for (const option of options) await this.page.getByRole("checkbox", { name: option }).check();
      await this.button("Start sync").click();
    }
    await this.expectTitle(/^Template sync of /);
  }

  /** The button on a run's page with the number of agents of an outcome, such as "Updated". */
  count(outcome: string): Locator {
    return this.page.getByRole("region", { name: "Progress" }).getByRole("button", { name: outcome });
  }

  /** On a run's page: waits for its end. */
  async expectRun(status: string): Promise<void> {
    await expect(this.page.getByRole("banner").or(this.page.locator("header")).getByText(status)).toBeVisible({
      timeout: 30_000,
    });
  }

  /** On a gateway's page: gives every agent its first token and files, and returns to the page. */
  async provisionAll(gatewayId: string): Promise<void> {
    await this.open(`/gateways/${gatewayId}`);
    await this.sync("Repair tokens");
    await this.expectRun("Succeeded");
    await this.open(`/gateways/${gatewayId}`);
    await expect(this.button("Sync templates")).toBeEnabled();
  }
}
