import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { brokenTemplate, copyTemplates } from "./support/copy-templates.ts";
import { expect, test } from "./support/test.ts";

test("a folder with an undefined variable is refused with the line and the name", async ({ deck, page, fixture }) => {
  const folder = copyTemplates(fixture);
  writeFileSync(join(folder, brokenTemplate.name), brokenTemplate.text);
  await deck.open("/templates");
  await deck.button("Use a folder of your own").click();
  await page.getByRole("textbox", { name: "Path of the folder" }).fill(folder);
  await deck.button("Check and use").click();
  await expect(page.getByText(/line 3.*agent_nickname/).first()).toBeVisible();
  await expect(page.getByText("Flight Deck's own set")).toBeVisible();
});

test("a variable that became undefined after the folder was chosen is shown in the preview, and resetting to the built-in templates helps", async ({
  deck,
  page,
  fixture,
}) => {
  const folder = copyTemplates(fixture);
  await deck.open("/templates");
  await deck.button("Use a folder of your own").click();
  await page.getByRole("textbox", { name: "Path of the folder" }).fill(folder);
  await deck.button("Check and use").click();
  await expect(page.getByText("A folder of your own")).toBeVisible();
  writeFileSync(join(folder, brokenTemplate.name), brokenTemplate.text);
  await deck.open(`/templates?tab=preview&agent=${practiceIds.driftedAgentId}`);
  await expect(page.getByText(/agent_nickname/).first()).toBeVisible();
  await expect(page.getByText(/line 3/i).first()).toBeVisible();
  await deck.button("Reset to built-in").click();
  await page.getByRole("dialog").getByRole("button", { name: "Reset to built-in" }).click();
  await expect(page.getByText("Flight Deck's own set")).toBeVisible();
  await expect(page.getByText(/agent_nickname/)).toHaveCount(0);
});
