import type { Locator } from "@playwright/test";
import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { lookAt } from "./support/check-page.ts";
import type { FlightDeck } from "./support/flight-deck.ts";
import { expect, test } from "./support/test.ts";

const { gatewayId } = practiceIds;
const agentIdOf = (number: number) => practiceIds.driftedAgentId.replace(/3$/, String(number));
/** Workers of the board Customer Support. */
const pico = agentIdOf(2);
const otto = agentIdOf(4);
const edited = "edited on the gateway";

/** The rows of a plan's list. */
const planRow = (deck: FlightDeck, text: string): Locator =>
  deck.page
    .getByRole("region", { name: "Agents and files of the plan" })
    .getByRole("listitem")
    .filter({ hasText: text });

function isOnTop(element: Element): boolean {
  const { x, y, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}

/** On a gateway's page: makes a plan and shows it. */
async function plan(deck: FlightDeck): Promise<void> {
  await deck.open(`/gateways/${gatewayId}`);
  await deck.page.getByRole("button", { name: "Plan", exact: true }).click();
  await deck.expectTitle("Plan of Practice gateway");
}

test("a plan shows every file, and only ticked files are applied", async ({ deck, page, fixture }) => {
  await deck.provisionAll(gatewayId);
  const { gateway } = fixture;
  for (const [agent, name] of [
    [pico, "SOUL.md"],
    [pico, "IDENTITY.md"],
    [otto, "SOUL.md"],
  ] as const) {
    gateway.writeFile(`mc-${agent}`, name, edited);
  }
  gateway.resetCounters();
  await plan(deck);
  await expect(page.getByRole("region", { name: "Summary of the plan" })).toContainText("3 change");
  await deck.button(/^Differences in SOUL.md of Pico/).click();
  await expect(page.getByRole("region", { name: "Differences in SOUL.md" })).toContainText(edited);
  await page.getByRole("checkbox", { name: "All of Otto" }).uncheck();
  await page.getByRole("checkbox", { name: "IDENTITY.md of Pico" }).uncheck();
  await expect(page.getByRole("checkbox", { name: "All of Pico" })).toHaveJSProperty("indeterminate", true);
  expect(gateway.fileWrites).toBe(0);
  await deck.button("Apply selected (1 file of 1 agent)").click();
  await expect(page.getByRole("dialog")).toContainText("1 file edited on the gateway will be replaced");
  await page.getByRole("dialog").getByRole("button", { name: "Apply" }).click();
  await deck.expectTitle("Applied plan of Practice gateway");
  await deck.expectRun("Succeeded");
  expect(gateway.fileWrites).toBe(1);
  expect(gateway.readFile(`mc-${pico}`, "SOUL.md")).not.toBe(edited);
  expect(gateway.readFile(`mc-${pico}`, "IDENTITY.md")).toBe(edited);
  expect(gateway.readFile(`mc-${otto}`, "SOUL.md")).toBe(edited);
});

test("files with the same change are shown together, ticked together or one by one, with one diff", async ({
  deck,
  page,
  fixture,
}) => {
  test.setTimeout(120_000);
  await deck.provisionAll(gatewayId);
  const { gateway } = fixture;
  for (const agent of [pico, otto]) {
    gateway.writeFile(`mc-${agent}`, "SOUL.md", `${gateway.readFile(`mc-${agent}`, "SOUL.md")}\n${edited}\n`);
  }
  gateway.writeFile(`mc-${pico}`, "IDENTITY.md", edited);
  await plan(deck);
  await page.getByRole("combobox", { name: "Order" }).selectOption("By equal change");
  const both = page.getByRole("checkbox", { name: "SOUL.md of 2 agents" });
  await expect(both).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "IDENTITY.md of Pico" })).toBeChecked();
  await deck.button(/^SOUL.md of 2 agents: change, edited/).click();
  await expect(page.getByRole("region", { name: "Differences in SOUL.md" })).toContainText(edited);
  await page.getByRole("checkbox", { name: "SOUL.md of Otto" }).uncheck();
  await expect(both).toHaveJSProperty("indeterminate", true);
  await lookAt(page, "plan-by-change");
  await page.setViewportSize({ width: 1024, height: 768 });
  await lookAt(page, "plan-by-change-1024");
  await deck.button("Apply selected (2 files of 1 agent)").click();
  await page.getByRole("dialog").getByRole("button", { name: "Apply" }).click();
  await deck.expectTitle("Applied plan of Practice gateway");
  await deck.expectRun("Succeeded");
  expect(gateway.readFile(`mc-${pico}`, "SOUL.md")).not.toContain(edited);
  expect(gateway.readFile(`mc-${otto}`, "SOUL.md")).toContain(edited);
});

test("theirs is kept inside a plan, without a write, and ours can be taken again", async ({ deck, page, fixture }) => {
  test.setTimeout(120_000);
  await deck.provisionAll(gatewayId);
  const { gateway } = fixture;
  for (const name of ["SOUL.md", "IDENTITY.md"]) gateway.writeFile(`mc-${pico}`, name, edited);
  gateway.resetCounters();
  await plan(deck);
  await deck.button("Keep theirs: SOUL.md of Pico").click();
  await deck.button("Keep theirs: IDENTITY.md of Pico").click();
  await expect(page.getByText("Nothing is ticked; 2 files kept as on the gateway")).toBeVisible();
  await lookAt(page, "plan-keep-theirs");
  await deck.button("Keep theirs (2 files)").click();
  await deck.expectTitle("Applied plan of Practice gateway");
  await deck.expectRun("Succeeded");
  expect([gateway.fileWrites, gateway.readFile(`mc-${pico}`, "SOUL.md")]).toEqual([0, edited]);
  await deck.open(`/gateways/${gatewayId}`);
  await deck.sync();
  await deck.expectRun("Succeeded");
  expect(gateway.readFile(`mc-${pico}`, "SOUL.md")).toBe(edited);
});

test("a file that changed after the plan is refused by name, and the rest is applied", async ({
  deck,
  page,
  fixture,
}) => {
  await deck.provisionAll(gatewayId);
  const { gateway } = fixture;
  for (const agent of [pico, otto]) gateway.writeFile(`mc-${agent}`, "SOUL.md", edited);
  await plan(deck);
  await expect(planRow(deck, "Otto")).toBeVisible();
  gateway.writeFile(`mc-${pico}`, "SOUL.md", "edited once more");
  await deck.button("Apply selected (2 files of 2 agents)").click();
  await page.getByRole("dialog").getByRole("button", { name: "Apply" }).click();
  await deck.expectRun("Finished with errors");
  await expect(page.getByRole("button", { name: "Something changed since the plan was made" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Problems" })).toContainText("SOUL.md: changed on the gateway since");
  expect(gateway.readFile(`mc-${pico}`, "SOUL.md")).toBe("edited once more");
  expect(gateway.readFile(`mc-${otto}`, "SOUL.md")).not.toBe(edited);
  await deck.button("Plan again (1)").click();
  await deck.expectTitle("Plan of Practice gateway");
  await expect(planRow(deck, "Pico")).toBeVisible();
  await expect(planRow(deck, "Otto")).toHaveCount(0);
});

test("settings outside the agents are applied when no agent is ticked, or none has anything to do", async ({
  deck,
  page,
  fixture,
}) => {
  // Several syncs and axe: a busy machine takes more than a minute.
  test.setTimeout(120_000);
  await deck.open(`/gateways/${gatewayId}`);
  await deck.button("Resume board Market Research").click();
  await expect(deck.button("Pause board Market Research")).toBeVisible();
  await deck.provisionAll(gatewayId);
  const { gateway } = fixture;
  const settings = gateway.config().tools;
  const dropSettings = () => gateway.setConfig({ ...gateway.config(), tools: {} });
  gateway.writeFile(`mc-${pico}`, "SOUL.md", edited);
  dropSettings();
  await plan(deck);
  await expect(page.getByText("1 file of 1 agent ticked; settings outside the agents are applied too")).toBeVisible();
  await deck.button("Select none").click();
  await deck.button("Apply settings").click();
  await deck.expectTitle("Applied plan of Practice gateway");
  await deck.expectRun("Succeeded");
  expect(gateway.config().tools).toEqual(settings);
  expect(gateway.readFile(`mc-${pico}`, "SOUL.md")).toBe(edited);

  await deck.open(`/gateways/${gatewayId}`);
  await deck.sync();
  await deck.expectRun("Succeeded");
  dropSettings();
  gateway.resetCounters();
  await plan(deck);
  await expect(page.getByText("Only settings outside the agents would change")).toBeVisible();
  await deck.button("Apply settings").scrollIntoViewIfNeeded();
  await expect(page.getByRole("region", { name: "Gateway configuration" })).toContainText('"host": "gateway"');
  await lookAt(page, "plan-settings");
  await deck.button("Apply settings").click();
  await deck.expectTitle("Applied plan of Practice gateway");
  await deck.expectRun("Succeeded");
  expect(gateway.config().tools).toEqual(settings);
  expect([gateway.configWrites, gateway.fileWrites]).toEqual([1, 0]);
  await plan(deck);
  await expect(page.getByText("Nothing to do", { exact: true })).toBeVisible();
  await expect(deck.button(/^Apply/)).toHaveCount(0);
});

test("an agent with only a roster entry to correct is ticked and applied without files", async ({
  deck,
  page,
  fixture,
}) => {
  await deck.provisionAll(gatewayId);
  const { gateway } = fixture;
  const config = structuredClone(gateway.config()) as { agents: { entries: Record<string, { name: string }> } };
  Object.assign(config.agents.entries[`mc-${pico}`] ?? {}, { name: "Somebody else" });
  gateway.setConfig(config);
  gateway.resetCounters();
  await plan(deck);
  await expect(planRow(deck, "Pico")).toContainText("Correct its entry");
  const box = page.getByRole("checkbox", { name: "All of Pico" });
  await box.uncheck();
  await expect(deck.button("Apply selected (0 agents)")).toBeDisabled();
  await box.check();
  await deck.button("Apply selected (1 agent)").click();
  await deck.expectTitle("Applied plan of Practice gateway");
  await deck.expectRun("Succeeded");
  expect(gateway.config()).toMatchObject({ agents: { entries: { [`mc-${pico}`]: { name: "Pico" } } } });
  expect([gateway.configWrites, gateway.fileWrites]).toEqual([1, 0]);
});

test("a plan is saved as a file", async ({ deck, page, fixture }) => {
  await deck.provisionAll(gatewayId);
  fixture.gateway.writeFile(`mc-${pico}`, "AGENTS.md", "The token is gone.");
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  // An agent that lost its token is only in a plan that repairs tokens.
  await deck.button("Plan with Repair tokens").click();
  await expect(planRow(deck, "Pico").first()).toContainText("Repair token");
  await expect(deck.button(/^Apply selected/)).toBeEnabled();
  const download = page.waitForEvent("download");
  await deck.button("Save plan").click();
  expect((await download).suggestedFilename()).toMatch(/^flight-deck-plan-.+\.json$/);
});

test("a check finds the agents that are out of sync, and only these are synced then", async ({
  deck,
  page,
  fixture,
}) => {
  // Several syncs and axe: a busy machine takes more than a minute.
  test.setTimeout(120_000);
  await deck.provisionAll(gatewayId);
  fixture.gateway.writeFile(`mc-${pico}`, "SOUL.md", edited);
  await expect(deck.row("Boards", "Customer Support")).toContainText("Synced");
  await deck.button("Check now").click();
  await deck.expectTitle("Drift check of Practice gateway");
  await deck.open(`/gateways/${gatewayId}`);
  await expect(deck.row("Boards", "Customer Support")).toContainText("Out of sync");
  await expect(deck.row("Boards", "Website Relaunch")).toContainText("Synced");
  await deck.goTo("Agents");
  const badge = deck.row("Agents", "Pico").getByText("Out of sync");
  await expect(badge).toHaveAttribute("title", /\nSOUL.md: edited on the gateway\nCompared /);
  // Nothing may cover it, so that its tooltip can be hovered.
  expect(await badge.evaluate(isOnTop)).toBe(true);
  await lookAt(page, "sync-badge");
  await badge.click();
  await deck.expectTitle("Pico");
  await deck.open(`/gateways/${gatewayId}`);
  const state = page.getByRole("region", { name: "Sync state" });
  await expect(state.getByTitle(/9 synced, 1 out of sync, 3 on paused boards/)).toBeVisible();
  await state.getByRole("button", { name: "Out of sync" }).click();
  await expect(deck.row("Agents", "Pico")).toBeVisible();
  await expect(deck.row("Agents", "Otto")).toHaveCount(0);
  await deck.sync("Only agents that are out of sync");
  await deck.expectRun("Succeeded");
  await expect(deck.row("Agents", "Pico")).toContainText("Updated");
  await expect(deck.row("Agents", "Otto")).toHaveCount(0);
});

test("a file edited on the gateway is kept, and later replaced by the template version", async ({
  deck,
  page,
  fixture,
}) => {
  await deck.provisionAll(gatewayId);
  fixture.gateway.writeFile(`mc-${pico}`, "SOUL.md", edited);
  await deck.open(`/agents/${pico}`);
  await expect(page.getByTitle(/SOUL.md: edited on the gateway\nCompared just now/)).toHaveText("Out of sync");
  await expect(page.getByRole("region", { name: "Differences in SOUL.md" })).toContainText(edited);
  await deck.button("Keep theirs").click();
  await expect(page.getByText("The gateway version is kept", { exact: true })).toBeVisible();
  await expect(page.locator("header").getByText("Synced")).toBeVisible();
  await deck.button("Sync agent").click();
  await deck.expectRun("Succeeded");
  expect(fixture.gateway.readFile(`mc-${pico}`, "SOUL.md")).toBe(edited);
  await deck.open(`/agents/${pico}?file=SOUL.md`);
  await deck.button("Take ours again").click();
  await expect(page.getByText("The gateway has the template version of SOUL.md again")).toBeVisible();
  await expect(deck.button("Take ours again")).toHaveCount(0);
  expect(fixture.gateway.readFile(`mc-${pico}`, "SOUL.md")).not.toBe(edited);
});

test("the interval of the background check can be chosen and is kept", async ({ deck, page }) => {
  await deck.open(`/gateways/${gatewayId}`);
  const interval = page.getByRole("combobox", { name: "Check in the background" });
  await interval.selectOption("Every 15 minutes");
  await deck.goTo("Runs");
  await deck.open(`/gateways/${gatewayId}`);
  await expect(interval).toHaveValue("15");
  await page.reload();
  await expect(interval).toHaveValue("15");
  await interval.selectOption("Another interval…");
  await page.getByRole("textbox", { name: "Minutes between two checks" }).fill("7");
  await deck.button("Set").click();
  await expect(interval.locator("option:checked")).toHaveText("Every 7 minutes");
});
