import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { expect, test } from "./support/test.ts";

const { gatewayId, driftedAgentId, mainAgentId, pausedBoardId } = practiceIds;

test("a changed board is written into its agents' files, and a deleted board deletes its agents", async ({
  deck,
  page,
  fixture,
}) => {
  await deck.provisionAll(gatewayId);
  await page.getByRole("link", { name: "Customer Support" }).click();
  await deck.button("More actions").click();
  await page.getByRole("menuitem", { name: "Edit board" }).click();
  await page.getByRole("textbox", { name: "Name" }).first().fill("");
  await deck.button("Save board").click();
  await expect(page.getByText("Correct the marked fields first.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" }).first()).toBeFocused();
  await page.getByRole("textbox", { name: "Name" }).first().fill("Rider Support");
  await page.getByRole("textbox", { name: "Objective" }).fill("No rider waits for more than an hour.");
  await deck.button("Save board").click();
  await deck.expectTitle("Rider Support");
  await deck.button("Sync board Rider Support").click();
  await deck.expectRun("Succeeded");
  expect(fixture.gateway.readFile(`mc-${driftedAgentId}`, "AGENTS.md")).toContain(
    "No rider waits for more than an hour.",
  );

  await deck.open(`/boards/${pausedBoardId}`);
  await deck.button("More actions").click();
  await page.getByRole("menuitem", { name: "Delete board" }).click();
  const question = page.getByRole("dialog");
  await expect(question.getByText("3 agents will be deleted from Flight Deck")).toBeVisible();
  await question.getByRole("textbox").fill("Market Research");
  await question.getByRole("button", { name: "Delete board" }).click();
  await deck.expectTitle("Boards");
  await expect(page.getByRole("link", { name: "Market Research" })).toHaveCount(0);
  await deck.goTo("Agents");
  await expect(deck.row("Agents", "Hazel")).toBeVisible();
  await expect(deck.row("Agents", "Sage")).toHaveCount(0);
});

test("the main agent is synced alone, and the palette syncs a board", async ({ deck, page, fixture }) => {
  await deck.provisionAll(gatewayId);
  const mainKey = `mc-gateway-${gatewayId}`;
  const soul = fixture.gateway.readFile(mainKey, "SOUL.md");
  fixture.gateway.writeFile(mainKey, "SOUL.md", "edited on the gateway");
  await deck.button(/^Sync main agent/).click();
  await deck.expectRun("Succeeded");
  await expect(deck.count("Updated")).toContainText("1");
  expect(fixture.gateway.readFile(mainKey, "SOUL.md")).toBe(soul);
  await deck.open(`/agents/${mainAgentId}`);
  await expect(page.getByText("Provisioned").first()).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("sync board website");
  await page.keyboard.press("Enter");
  await deck.expectTitle("Template sync of Practice gateway");
  await deck.expectRun("Succeeded");
  await expect(deck.count("Unchanged")).toContainText("4");
});
