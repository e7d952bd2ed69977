import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { expect, test } from "./support/test.ts";

const builtIn = new URL("../../templates/", import.meta.url).pathname;

test("an undefined variable is shown with its line and name, where the template would be rendered", async ({
  deck,
  page,
  world,
}) => {
  const folder = join(dirname(world.dataDir), "templates");
  cpSync(builtIn, folder, { recursive: true });
  const soul = join(folder, "BOARD_SOUL.md.j2");
  writeFileSync(soul, `Line one\n\nHello {{ agent_nickname }}\n${readFileSync(soul, "utf8")}`);
  await deck.open("/templates");
  await deck.button("Use a folder of your own").click();
  await page.getByRole("textbox", { name: "Path of the folder" }).fill(folder);
  await deck.button("Check and use").click();
  await expect(page.getByText("A folder of your own")).toBeVisible();
  await deck.open(`/templates?tab=preview&agent=${practiceIds.driftedAgentId}`);
  await expect(page.getByText(/agent_nickname/).first()).toBeVisible();
  await expect(page.getByText(/line 3/i).first()).toBeVisible();
});
