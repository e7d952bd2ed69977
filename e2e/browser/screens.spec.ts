import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { sections } from "../../src/shared/sections.ts";
import { lookAt } from "./support/check-page.ts";
import { brokenTemplate, copyTemplates } from "./support/copy-templates.ts";
import { causeProblems, importLongNames } from "./support/fleet-with-problems.ts";
import type { FlightDeck } from "./support/flight-deck.ts";
import { longNames } from "./support/long-names.ts";
import { expect, test } from "./support/test.ts";

const { gatewayId, pausedBoardId, driftedAgentId } = practiceIds;

// Checks the accessibility of every screen in both themes, and takes screenshots (screenshots/, ignored by git).
test.use({ viewport: { width: 1360, height: 850 } });
test.describe.configure({ mode: "parallel", timeout: 180_000 });
test.skip(({ electron }) => electron !== "none", "The renderer is the same on every host, so it is checked once.");

type Screen = [name: string, path: string];

async function lookAtEach(deck: FlightDeck, screens: Screen[]): Promise<void> {
  for (const [name, path] of screens) {
    await deck.open(path);
    await deck.expectTitle(/./);
    await lookAt(deck.page, name);
  }
}

test("a run, its plan and its problems are accessible in both themes", async ({ deck, page, fixture }) => {
  const { plan, run } = await causeProblems(deck, page, fixture);
  await lookAtEach(deck, [
    ["agent-diff", `/agents/${driftedAgentId}?file=SOUL.md&view=diff`],
    ["agent-versions", `/agents/${driftedAgentId}?file=SOUL.md&view=versions`],
    ["plan", plan],
    ["run-errors", run],
    ["run-calls", `${run}?tab=calls`],
    ["run-drift", `${run}?tab=drift`],
    ["runs", "/runs"],
  ]);
});

test("every screen of a fleet with long names is accessible in both themes", async ({ deck, page }) => {
  await deck.open("/import");
  await lookAt(page, "import");
  await importLongNames(deck, page);
  await lookAt(page, "import-done");
  await deck.provisionAll(gatewayId);
  await lookAtEach(deck, [
    ...sections.map(({ path }): Screen => [path.slice(1), path]),
    ["gateway", `/gateways/${gatewayId}`],
    ["gateway-offline", `/gateways/${longNames.gateways[0].id}`],
    ["board", `/boards/${pausedBoardId}`],
    ["board-long", `/boards/${longNames.boards[0].id}`],
    ["agent", `/agents/${driftedAgentId}`],
    ["agent-long", `/agents/${longNames.agents[0].id}`],
    ["templates-edit", "/templates/edit?template=BOARD_SOUL.md.j2"],
    ["templates-preview", `/templates?tab=preview&agent=${driftedAgentId}`],
    ["bin-empty", "/bin"],
    ["missing", "/no/such/screen"],
  ]);
});

test("every form and dialog is accessible in both themes", async ({ deck, page, fixture }) => {
  const forms: [name: string, path: string, submit: string][] = [
    ["gateway-new", "/gateways/new", "Check and connect"],
    ["gateway-edit", `/gateways/${gatewayId}/edit`, "Check only"],
    ["board-new", "/boards/new", "Create board"],
    ["board-edit", `/boards/${pausedBoardId}/edit`, ""],
    ["agent-new", "/agents/new", "Create agent"],
    ["agent-edit", `/agents/${driftedAgentId}/edit`, ""],
  ];
  for (const [name, path, submit] of forms) {
    await deck.open(path);
    await deck.expectTitle(/./);
    if (submit) await deck.button(submit).click();
    await lookAt(page, name);
  }
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("option").first()).toBeVisible();
  await lookAt(page, "palette");
  await page.keyboard.press("Escape");
  await deck.button("Keyboard shortcuts").click();
  await lookAt(page, "shortcuts");
  await page.keyboard.press("Escape");

  await deck.open(`/gateways/${gatewayId}`);
  await deck.button("Options of the template sync").click();
  await lookAt(page, "sync-options");
  await page.getByRole("checkbox", { name: "Re-key all agents" }).check();
  await deck.button("Start sync").click();
  await expect(page.getByRole("dialog").getByText("10 agents will be affected")).toBeVisible();
  await lookAt(page, "sync-question");
  await deck.open(`/agents/${driftedAgentId}`);
  await deck.button("More actions").click();
  await lookAt(page, "agent-menu");
  await page.getByRole("menuitem", { name: "Delete agent" }).click();
  await lookAt(page, "delete-question");

  await deck.open(`/templates?tab=preview&agent=${driftedAgentId}`);
  await deck.button("Show agents").click();
  await expect(page.getByRole("option").first()).toBeVisible();
  // The list hides the rest of the page from screen readers, and Tab closes it first.
  await lookAt(page, "agent-picker", ["aria-hidden-focus"]);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("option")).toHaveCount(0);
  await expect(page.locator("[aria-hidden] a, [aria-hidden] button")).toHaveCount(0);
  const folder = copyTemplates(fixture);
  writeFileSync(join(folder, brokenTemplate.name), brokenTemplate.text);
  await deck.open("/templates");
  await deck.button("Use a folder of your own").click();
  await page.getByRole("textbox", { name: "Path of the folder" }).fill(folder);
  await deck.button("Check and use").click();
  await expect(page.getByText(/agent_nickname/).first()).toBeVisible();
  await lookAt(page, "templates-error");
});

test("the first start and an empty fleet are accessible in both themes", async ({ newDeck: { deck }, page }) => {
  await expect(page.getByRole("dialog").getByText("Succeeded")).toBeVisible({ timeout: 30_000 });
  await lookAt(page, "welcome");
  await deck.button("Start empty").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  for (const { label } of sections) {
    await deck.goTo(label);
    await lookAt(page, `empty-${label.toLowerCase()}`);
  }
  await deck.open("/templates?tab=preview");
  await lookAt(page, "empty-preview");
});
