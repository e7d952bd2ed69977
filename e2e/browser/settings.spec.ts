import { lookAt } from "./support/check-page.ts";
import { expect, test } from "./support/test.ts";

test("a database that cannot be reached is not saved, and the failed stage says why", async ({ deck, page }) => {
  await deck.open("/settings");
  const data = page.getByRole("region", { name: "Data", exact: true });
  await data.getByRole("radio", { name: "Mission Control's database" }).check();
  // Nothing listens on the discard port.
  await data.getByLabel("Database URL").fill("postgresql+psycopg://mc:secret-of-mc@127.0.0.1:9/mission_control");
  await data.getByRole("button", { name: "Check and connect" }).click();
  const stages = data.getByRole("list", { name: "Connection check" });
  await expect(stages.getByRole("listitem").first()).toContainText("Nothing listens at 127.0.0.1 port 9");
  await expect(data.getByText("nothing was saved")).toBeVisible();
  await lookAt(page, "settings-data");
  await page.reload();
  await expect(data.getByRole("radio", { name: "Local" })).toBeChecked();
  await expect(page.locator("body")).not.toContainText("secret-of-mc");
});
