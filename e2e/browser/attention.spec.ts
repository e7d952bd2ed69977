import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { expect, test } from "./support/test.ts";

const { gatewayId, driftedAgentId } = practiceIds;

test("what needs attention is listed, dismissed in every window, and synced", async ({ deck, page, fixture }) => {
  await deck.provisionAll(gatewayId);
  fixture.gateway.writeFile(`mc-${driftedAgentId}`, "SOUL.md", "Edited on the gateway.");
  await deck.button("Check now").click();
  await expect(deck.button(/^Apply selected/)).toBeVisible({ timeout: 30_000 });
  await deck.goTo("Needs attention");
  const title = "1 agent on Practice gateway is out of sync";
  const item = page.getByRole("button", { name: title, exact: true });
  await item.click();
  await expect(page.getByRole("main").getByRole("link", { name: "Hazel" })).toBeVisible();
  await deck.button(`Dismiss: ${title}`).click();
  await expect(item).toBeHidden();
  await page.reload();
  await deck.button("Show dismissed (1)").click();
  await deck.button(`Show again: ${title}`).click();
  await deck.button(`Sync: ${title}`).click();
  await deck.expectTitle(/^Template sync of /);
  await deck.expectRun("Succeeded");
  await deck.goTo("Needs attention");
  await expect(page.getByText("Nothing is known to need attention")).toBeVisible();
});
