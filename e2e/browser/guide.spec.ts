import type { Page } from "@playwright/test";
import { lookAt } from "./support/check-page.ts";
import { causeProblems } from "./support/fleet-with-problems.ts";
import { expectActionsInside } from "./support/hidden-actions.ts";
import { expect, test } from "./support/test.ts";

test.use({ viewport: { width: 1360, height: 850 } });
test.describe.configure({ timeout: 180_000 });

const text = (page: Page) => page.getByRole("main");
const hrefsIn = (page: Page) =>
  text(page)
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));

test("every page of the guide opens from its index, its pictures load, and its links lead on", async ({
  deck,
  page,
}) => {
  const failures: string[] = [];
  page.on("response", (answer) => {
    if (answer.status() >= 400) failures.push(answer.url());
  });
  await deck.open("/gateways");
  await page.getByRole("link", { name: "Guide", exact: true }).click();
  await deck.expectTitle("Guide");

  const seen = new Set<string>();
  const waiting = ["#/guide"];
  while (waiting.length > 0) {
    const href = waiting.shift() ?? "";
    if (seen.has(href)) continue;
    seen.add(href);
    await deck.open(href.slice(1));
    await deck.expectTitle(/./);
    await expect(page.getByText("The guide has no such page")).toHaveCount(0);
    const section = new URLSearchParams(href.split("?")[1]).get("at");
    if (section !== null) await expect(page.locator(`[id="${section}"]`)).toBeFocused();
    const links = await hrefsIn(page);
    waiting.push(...links.filter((link) => link.startsWith("#/guide")));
    for (const picture of await text(page).getByRole("img").all()) {
      await picture.scrollIntoViewIfNeeded();
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
    }
  }
  expect(seen.size).toBeGreaterThan(40);
  expect(failures).toEqual([]);
});

test("an error of a run leads to its entry, and back", async ({ deck, page, fixture }) => {
  const { run } = await causeProblems(deck, page, fixture);
  await deck.open(run);
  await page
    .getByRole("link", { name: /^More about this/ })
    .first()
    .click();
  await deck.expectTitle("Errors");
  const code = new URLSearchParams(new URL(page.url()).hash.split("?")[1]).get("at") ?? "";
  await expect(page.locator(`[id="${code}"]`)).toBeFocused();
  await expect(page.locator(`[id="${code}"]`)).toBeInViewport();
  await page.goBack();
  await deck.expectTitle(/^Template sync of /);
});

test("a filter finds errors, and the keyboard walks through a page", async ({ deck, page }) => {
  await deck.open("/guide/errors");
  await deck.expectTitle("Errors");
  await page.keyboard.press("/");
  await page.keyboard.type("pairing");
  await expect(page.getByRole("heading", { level: 2 })).not.toHaveCount(0);
  await expect(page.locator('[id="gateway-pairing"]')).toBeVisible();
  await expect(page.locator('[id="agent-clash"]')).toHaveCount(0);
  await deck.open("/guide/undo-a-run");
  await page.getByRole("link", { name: "versions", exact: true }).focus();
  await page.keyboard.press("Enter");
  await deck.expectTitle("Versions of a file");
  await deck.open("/guide/no-such-page");
  await expect(page.getByText("The guide has no such page")).toBeVisible();
});

test("the guide is accessible in both themes, and fits into a small window", async ({ deck, page, electron }) => {
  test.skip(electron !== "none", "The renderer is the same on every host, so it is checked once.");
  const pages = ["guide", "guide/plan-and-sync", "guide/errors?at=agent-not-ours", "guide/behaviour"];
  for (const path of pages) {
    await deck.open(`/${path}`);
    await deck.expectTitle(/./);
    await lookAt(page, path.replaceAll(/[/?=]/g, "-"));
  }
  for (const size of [
    { width: 1024, height: 768 },
    { width: 640, height: 400 },
  ]) {
    await page.setViewportSize(size);
    for (const path of pages) {
      await deck.open(`/${path}`);
      await deck.expectTitle(/./);
      await expectActionsInside(page, `${path}-${size.width}`);
      await page.screenshot({ path: `screenshots/${path.replaceAll(/[/?=]/g, "-")}-${size.width}.png` });
    }
  }
});
