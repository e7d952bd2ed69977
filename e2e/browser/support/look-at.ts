import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/**
 * Takes a picture of a screen as it stands into screenshots/, to be looked at, and has axe look at it.
 *
 * @param except a rule of axe that does not hold here; the caller says why
 */
export async function lookAt(page: Page, name: string, except: string[] = []): Promise<void> {
  await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
  await page.screenshot({ path: `screenshots/${name}.png`, animations: "disabled" });
  const { violations } = await new AxeBuilder({ page }).disableRules(except).analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const found = grave.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`));
  expect.soft(found, `what axe finds on ${name}`).toEqual([]);
}
