import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { lookAt } from "./support/check-page.ts";
import { expect, test } from "./support/test.ts";

const { gatewayId, driftedAgentId } = practiceIds;

test.skip(({ electron }) => electron !== "none", "The renderer is the same on every host, so it is checked once.");

test("a run is undone with ticks, in both themes and on a small screen", async ({ deck, page, fixture }) => {
  test.setTimeout(180_000);
  const { gateway } = fixture;
  const key = `mc-${driftedAgentId}`;
  await deck.provisionAll(gatewayId);
  gateway.writeFile(key, "SOUL.md", "Edited on the gateway.\n\nBe brief.\n");
  gateway.writeFile(key, "IDENTITY.md", "Someone else.\n");
  await deck.sync();
  await deck.expectRun("Succeeded");
  gateway.writeFile(key, "IDENTITY.md", "Someone else again.\n");

  await deck.button("Undo this run").click();
  await lookAt(page, "undo-dialog");
  await deck.button("Plan the undo").click();
  await deck.expectTitle("Plan of Practice gateway");
  await deck.expectRun("Succeeded");
  await expect(page.getByRole("checkbox", { name: /^SOUL.md of/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^IDENTITY.md of/ })).not.toBeChecked();
  await page.getByRole("button", { name: /^Differences in SOUL.md/ }).click();
  await lookAt(page, "undo-plan");
  await page.setViewportSize({ width: 1024, height: 700 });
  await lookAt(page, "undo-plan-small");
  await deck.button(/^Apply selected \(1 file/).click();
  await deck.expectTitle("Applied plan of Practice gateway");
  await deck.expectRun("Succeeded");
  await lookAt(page, "undo-done");
  expect(gateway.readFile(key, "SOUL.md")).toBe("Edited on the gateway.\n\nBe brief.\n");
  expect(gateway.readFile(key, "IDENTITY.md")).toBe("Someone else again.\n");
});
