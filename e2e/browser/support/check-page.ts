import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The rules whose result depends on colours. All others give the same result in every theme. */
const colourRules = ["color-contrast", "link-in-text-block"];

/**
 * Takes screenshots of the current screen in the light and in the dark theme (screenshots/), and checks both with axe.
 *
 * @param except rules of axe to leave out; the caller explains why
 */
export async function lookAt(page: Page, name: string, except: string[] = []): Promise<void> {
  await inBothThemes(page, name, except, (theme) =>
    page.screenshot({ path: `screenshots/${name}-${theme}.png`, animations: "disabled" }),
  );
}

/** Checks the current screen with axe in the light and in the dark theme. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await inBothThemes(page, name, [], () => Promise.resolve());
}

async function inBothThemes(page: Page, name: string, except: string[], first: (theme: string) => Promise<unknown>) {
  await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await first(theme);
    // The other mode opens a tab for each result, for frames of other origins, which the app has none of.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (theme === "light" ? axe.disableRules(except) : axe.withRules(colourRules)).analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const found = grave.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`));
    expect.soft(found, `violations on ${name} in the ${theme} theme`).toEqual([]);
  }
}
