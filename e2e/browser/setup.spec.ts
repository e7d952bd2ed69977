import { type PracticeGateway, startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { lookAt } from "./support/check-page.ts";
import { countClicks } from "./support/count-clicks.ts";
import { expectActionsInside } from "./support/hidden-actions.ts";
import { longNames } from "./support/long-names.ts";
import { expect, test } from "./support/test.ts";

// The guided path from an empty installation to agents on a gateway.
let gateway: PracticeGateway;
test.beforeEach(async () => {
  gateway = await startPracticeGateway({ token: "gateway-token-that-must-not-show" });
});
// A test that is skipped has none.
test.afterEach(() => gateway?.close());

const names = ["Hazel", "Otto", "Mira", "Noor", "Ivo", "Juno", "Quill", "Rhea", "Sami", "Tove", "Uma", "Wren"];
const table = `Role\tName\tHeartbeat\n${names.map((name) => `Engineer\t${name}\t30m`).join("\n")}`;

test("an empty app brings twelve agents up in seven clicks", async ({ newDeck: { deck }, page }) => {
  const field = (name: string) => page.getByRole("textbox", { name, exact: true });
  const clicks = await countClicks(page);
  await deck.button("Set up my fleet").click();
  await deck.expectTitle("Set up a fleet");
  await field("Name").fill("Harbour");
  await field("Address").fill(gateway.url);
  await field("Token or password").fill(gateway.token);
  await deck.button("Check and continue").click();
  await page.getByRole("textbox", { name: "Name", exact: true }).and(page.getByPlaceholder("Ada Lovelace")).fill("Ada");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByPlaceholder("Customer Support").fill("Support");
  await field("Objective").fill("Every question has an answer within the hour.");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await field("Agents").fill(table);
  await expect(page.getByText("12 agents", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await deck.button("Save and plan").click();
  await deck.button(/^Apply/).click();
  await deck.expectRun("Succeeded");
  await expect(deck.count("Updated")).toContainText("12");
  expect(await clicks()).toBe(7);
  const ids = gateway.agentIds.filter((id) => id.startsWith("mc-"));
  expect(ids).toHaveLength(12);
  const files = ids.map((id) => `${gateway.readFile(id, "IDENTITY.md")}${gateway.readFile(id, "USER.md")}`);
  for (const name of names) expect(files.filter((text) => text.includes(name))).toHaveLength(1);
  expect(files.every((text) => text.includes("Ada") && text.includes("Engineer"))).toBe(true);
});

test("the path can be left, resumed and corrected, keeps no token, and saves nothing before its end", async ({
  newDeck: { deck },
  page,
}) => {
  const field = (name: string) => page.getByRole("textbox", { name, exact: true });
  await deck.button("Start empty").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await deck.button("Set up my fleet").click();
  await deck.button("Check and continue").click();
  await expect(page.getByText("Give the gateway a name.")).toBeVisible();
  await field("Name").fill("Harbour");
  await field("Address").fill(gateway.url);
  await field("Token or password").fill("a-wrong-token");
  await deck.button("Check and continue").click();
  await expect(page.getByRole("listitem").filter({ hasText: "Token and pairing" }).getByLabel("failed")).toBeVisible();
  await field("Token or password").fill(gateway.token);
  await deck.button("Check and continue").click();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText("Enter the name of the person the agents work for.")).toBeVisible();
  await page.getByPlaceholder("Ada Lovelace").fill("Ada");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByPlaceholder("Customer Support").fill("Support");
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("gateway-token-that-must-not-show");

  await page.reload();
  await expect(page.getByText(/Enter the token again/)).toBeVisible();
  await expect(field("Name")).toHaveValue("Harbour");
  await field("Token or password").fill(gateway.token);
  await deck.button("Check and continue").click();
  await expect(page.getByPlaceholder("Ada Lovelace")).toHaveValue("Ada");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByPlaceholder("Customer Support")).toHaveValue("Support");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await field("Agents").fill("Name,Heartbeat\nHazel,soon\nHazel,");
  await expect(page.getByText("2 agents, 2 rows to correct")).toBeVisible();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText("Correct the rows that are marked below.")).toBeVisible();
  await page.goBack();
  await expect(page.getByPlaceholder("Customer Support")).toHaveValue("Support");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await field("Agents").fill("Hazel\nOtto");
  await page.getByRole("combobox", { name: "Lead of the board" }).selectOption("Otto");
  await deck.goTo("Boards");
  await expect(page.getByText("Support", { exact: true })).toHaveCount(0);
  await deck.open("/setup?step=summary");
  await field("Token or password").fill(gateway.token);
  await deck.button("Check and continue").click();
  for (const field of [
    page.getByPlaceholder("Ada Lovelace"),
    page.getByPlaceholder("Customer Support"),
    page.getByRole("textbox", { name: "Agents" }),
  ]) {
    await expect(field).toBeVisible();
    await page.getByRole("button", { name: "Continue", exact: true }).click();
  }
  await expect(page.getByText("Lead: Otto")).toBeVisible();
  await deck.button("Save and plan").click();
  await expect(deck.button(/^Apply/)).toBeVisible({ timeout: 30_000 });
  await deck.goTo("Boards");
  await expect(deck.row("Boards", "Support")).toContainText("Otto");
  await deck.open("/setup");
  await expect(field("Name")).toHaveValue("");
});

test("every step is accessible in both themes, also with long names and faults, and at 1024 pixels", async ({
  newDeck: { deck },
  page,
  electron,
}) => {
  test.skip(electron !== "none", "The renderer is the same on every host, so it is checked once.");
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1024, height: 800 });
  const field = (name: string) => page.getByRole("textbox", { name, exact: true });
  const look = async (name: string) => {
    await lookAt(page, name);
    await expectActionsInside(page, name);
  };
  await lookAt(page, "welcome");
  await deck.button("Start empty").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await look("gateways-empty");
  await deck.open("/setup");
  await deck.button("Check and continue").click();
  await look("setup-gateway");
  await field("Name").fill(longNames.gateways[0].name);
  await field("Address").fill(longNames.gateways[0].url);
  await deck.button("Continue without checking").click();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await look("setup-owner");
  await page.getByPlaceholder("Ada Lovelace").fill(longNames.agents[0].name);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await look("setup-board");
  await page.getByPlaceholder("Customer Support").fill(longNames.boards[0].name);
  await field("Objective").fill(longNames.boards[0].objective);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await look("setup-agents-empty");
  const { name } = longNames.agents[0];
  await field("Agents").fill(`Name,Role,Heartbeat,Pets\n"${name}",Engineer,soon,cat\n"${name}",,,\n,,30m,`);
  await expect(page.getByText("3 agents, 3 rows to correct")).toBeVisible();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await look("setup-agents-faults");
  await field("Agents").fill(`Name,Role,Heartbeat\n"${name}",Engineer,30m\nOtto,,`);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(deck.button("Save and plan")).toBeVisible();
  await look("setup-summary");
  await page.setViewportSize({ width: 640, height: 800 });
  await expectActionsInside(page, "setup-summary");
});

test("the dialogs for tables and copies are accessible in both themes", async ({ deck, page, electron }) => {
  test.skip(electron !== "none", "The renderer is the same on every host, so it is checked once.");
  await page.setViewportSize({ width: 1024, height: 800 });
  await deck.goTo("Boards");
  await deck.row("Boards", "Customer Support").getByRole("link", { name: "Customer Support" }).click();
  await deck.button("Paste a table").click();
  await page
    .getByRole("textbox", { name: "Agents" })
    .fill("Name\tRole\tHeartbeat\nHazel\tEngineer\tsoon\nMira\tEngineer\t");
  await expect(page.getByText("2 agents, 1 row to correct")).toBeVisible();
  await lookAt(page, "add-agents");
  await page.getByRole("textbox", { name: "Agents" }).fill("Mira, Engineer\nNoor");
  await expect(deck.button("Add 2 agents")).toBeEnabled();
  await lookAt(page, "add-agents-right");
  await deck.button("Add 2 agents").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await deck.button("More actions").click();
  await page.getByRole("menuitem", { name: "Duplicate board" }).click();
  await lookAt(page, "duplicate-board");
  await deck.button("Duplicate").click();
  await deck.expectTitle("Customer Support copy");
});
