import type { Page } from "@playwright/test";

/** Counts the clicks of the mouse on a page from now on; a button that the keyboard presses is none. @returns how many so far */
export async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    document.documentElement.dataset.clicks = "0";
    const count = ({ detail }: MouseEvent) => {
      if (detail > 0)
        document.documentElement.dataset.clicks = String(Number(document.documentElement.dataset.clicks) + 1);
    };
    document.addEventListener("click", count, true);
  });
  return async () => Number(await page.evaluate(() => document.documentElement.dataset.clicks));
}
