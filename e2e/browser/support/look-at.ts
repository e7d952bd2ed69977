import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The rules whose result depends on colours. All others find the same in every theme. */
const colourRules = ["color-contrast", "link-in-text-block"];

/**
 * Takes pictures of a screen as it stands, in the light theme and in the dark one, into screenshots/ to be looked at, and
 * has axe look at both.
 *
 * @param except rules of axe that do not hold here; the caller says why
 */
export async function lookAt(page: Page, name: string, except: string[] = []): Promise<void> {
  await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.screenshot({ path: `screenshots/${name}-${theme}.png`, animations: "disabled" });
    const axe = new AxeBuilder({ page });
    const { violations } = await (theme === "light" ? axe.disableRules(except) : axe.withRules(colourRules)).analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const found = grave.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`));
    expect.soft(found, `what axe finds on ${name} in the ${theme} theme`).toEqual([]);
  }
}
