import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { lookAt } from "./support/check-page.ts";
import { expect, test } from "./support/test.ts";

const { gatewayId, driftedAgentId } = practiceIds;

test("a board can be synced alone", async ({ deck, fixture }) => {
  await deck.provisionAll(gatewayId);
  fixture.gateway.resetCounters();
  fixture.gateway.writeFile(`mc-${driftedAgentId}`, "SOUL.md", "edited on the gateway");
  await deck.button("Sync board Customer Support").click();
  await deck.expectRun("Succeeded");
  await expect(deck.count("Updated")).toContainText("1");
  await expect(deck.count("Unchanged")).toContainText("4");
  await expect(deck.row("Agents", "Atlas")).toHaveCount(0);
  expect(fixture.gateway.fileWrites).toBe(1);
});

test("agents of a paused board are skipped until it is resumed", async ({ deck, page }) => {
  await deck.provisionAll(gatewayId);
  await expect(deck.row("Boards", "Market Research")).toContainText("Paused");
  await deck.sync();
  await deck.expectRun("Succeeded");
  await expect(deck.count("Skipped")).toContainText("3");
  await expect(deck.row("Agents", "Sage")).toContainText("Skipped");
  await page.goBack();
  await deck.button("Sync board Market Research").click();
  await deck.expectTitle(/^Template sync of /);
  await deck.expectRun("All skipped");
  await expect(page.getByText("3 agents of Market Research: its board is paused.")).toBeVisible();
  await page.goBack();
  await deck.button("Resume board Market Research").click();
  await expect(deck.row("Boards", "Market Research")).not.toContainText("Paused");
  await deck.button("Pause board Website Relaunch").click();
  await expect(deck.row("Boards", "Website Relaunch")).toContainText("Paused");
  await deck.sync("Repair tokens");
  await deck.expectRun("Succeeded");
  await expect(deck.count("Skipped")).toContainText("4");
  await expect(deck.row("Agents", "Sage")).toContainText("Updated");
  await expect(deck.row("Agents", "Atlas")).toContainText("Skipped");
});

test("agents without a readable token are an error that Repair tokens fixes", async ({ deck, page, fixture }) => {
  await deck.provisionAll(gatewayId);
  fixture.gateway.writeFile(`mc-${driftedAgentId}`, "AGENTS.md", "The token is gone.");
  await deck.sync();
  await deck.expectRun("Finished with errors");
  await expect(page.getByRole("button", { name: "The agent's token cannot be read" })).toBeVisible();
  await deck.button("Repair tokens for these").first().click();
  await expect(page.getByText("1 chosen agent")).toBeVisible();
  await deck.expectRun("Succeeded");
  await deck.open(`/agents/${driftedAgentId}`);
  await expect(page.getByText("Verified").first()).toBeVisible();
});

test("dangerous options ask for the gateway's name and list the affected agents", async ({ deck, page, fixture }) => {
  await deck.provisionAll(gatewayId);
  await deck.button("Options of the template sync").click();
  await page.getByRole("checkbox", { name: "Re-key all agents" }).check();
  await deck.button("Start sync").click();
  const question = page.getByRole("dialog");
  await expect(question.getByText("10 agents will be affected")).toBeVisible();
  await expect(question.getByText("Hazel")).toBeVisible();
  await expect(question.getByRole("button", { name: "Start sync" })).toBeDisabled();
  await question.getByRole("textbox").fill("Practice gateway");
  const before = fixture.gateway.readFile(`mc-${driftedAgentId}`, "AGENTS.md");
  await question.getByRole("button", { name: "Start sync" }).click();
  await deck.expectRun("Succeeded");
  expect(fixture.gateway.readFile(`mc-${driftedAgentId}`, "AGENTS.md")).not.toBe(before);
});

test("a board without a lead gets one, and keeps it", async ({ deck, page, fixture }) => {
  await deck.open(`/boards/new?gateway=${gatewayId}`);
  await page.getByRole("textbox", { name: "Name" }).first().fill("Spare Parts");
  await deck.button("Create board").click();
  await deck.expectTitle("Spare Parts");
  await deck.button("Ensure lead of board Spare Parts").click();
  await page.getByRole("textbox", { name: "Role" }).fill("Head of Parts");
  await deck.button("Create lead").click();
  await deck.expectTitle("Ensure lead of Practice gateway");
  await deck.expectRun("Succeeded");
  expect(fixture.gateway.agentIds.filter((id) => id.startsWith("lead-"))).toHaveLength(1);
  expect(fixture.gateway.chats).toHaveLength(1);
  await deck.open(`/gateways/${gatewayId}`);
  await expect(deck.row("Boards", "Spare Parts")).not.toContainText("None yet");
  await deck.button("Ensure lead of board Spare Parts").click();
  await expect(page.getByText("The lead of Spare Parts is in place")).toBeVisible();
});

test("options are saved as a preset, without what cannot be undone, and chosen again", async ({ deck, page }) => {
  test.setTimeout(120_000);
  await deck.open(`/gateways/${practiceIds.gatewayId}`);
  await deck.button("Options of the template sync").click();
  await page.getByRole("checkbox", { name: "Repair tokens" }).check();
  await page.getByRole("checkbox", { name: "Reset sessions" }).check();
  await deck.button("Presets").click();
  const dialog = page.getByRole("dialog", { name: "Presets of sync options" });
  await expect(dialog.getByText("Not saved: Reset sessions")).toBeVisible();
  const name = "Nightly, with a name that is as long as operators make them when nothing stops them from it";
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Save the options" }).click();
  await expect(dialog.getByRole("button", { name: `Rename ${name}` })).toBeVisible();
  await lookAt(page, "sync-presets");
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("combobox", { name: "Preset" }).selectOption(name);
  await expect(page.getByRole("checkbox", { name: "Reset sessions" })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Repair tokens" })).toBeChecked();
  await page.setViewportSize({ width: 1024, height: 768 });
  await lookAt(page, "sync-presets-chosen");
});
