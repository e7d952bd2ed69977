import { makeByHand } from "../../src/main/provisioning/test-foreign-agents.ts";
import { type PracticeGateway, startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { lookAt } from "./support/check-page.ts";
import { expectActionsInside } from "./support/hidden-actions.ts";
import { expect, test } from "./support/test.ts";

// Agents that people made by hand, from the gateway's page into a board and back.
const longName = "Pico, who reviews warranty claims, refunds and plan changes for northern Europe";
let gateway: PracticeGateway;
test.use({ viewport: { width: 1024, height: 768 } });
test.beforeEach(async () => {
  gateway = await startPracticeGateway({ token: "gateway-token-that-must-not-show" });
  const home = (id: string) => ({ workspace: `/home/owner/${id}` });
  makeByHand(gateway, [
    { id: "pico", settings: { ...home("pico"), name: longName }, files: { "SOUL.md": "Pico's own soul" } },
    { id: "under_score", settings: home("under_score"), files: { "AGENTS.md": "# Rules\n" } },
    { id: "twin-a", settings: home("twins") },
    { id: "twin-b", settings: home("twins") },
  ]);
});
// A test that is skipped has none.
test.afterEach(() => gateway?.close());

test("agents made by hand are adopted, and nothing is written", async ({ newDeck: { deck }, page }) => {
  const field = (name: string) => page.getByRole("textbox", { name, exact: true });
  await deck.button("Set up my fleet").click();
  await field("Name").fill("Harbour");
  await field("Address").fill(gateway.url);
  await field("Token or password").fill(gateway.token);
  await deck.button("Check and continue").click();
  await page.getByPlaceholder("Ada Lovelace").fill("Ada");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByPlaceholder("Customer Support").fill("Support");
  await field("Objective").fill("Every question has an answer within the hour.");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await field("Agents").fill("Name\nHazel");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await deck.button("Save and plan").click();
  await deck.button(/^Apply/).click();
  await deck.expectRun("Succeeded");
  gateway.resetCounters();

  await deck.goTo("Gateways");
  await deck.row("Gateways", "Harbour").getByRole("link", { name: "Harbour", exact: true }).click();
  const card = page.getByRole("region", { name: "Agents made by others" });
  await card.getByRole("button", { name: "Look for agents" }).click();
  await expect(card.getByText("it shares its workspace with twin-b")).toBeVisible();
  await expectActionsInside(page, "adopt-card");
  await lookAt(page, "adopt-card");
  await card.getByRole("button", { name: "Adopt 2 agents" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/Kept as they are: SOUL\.md/).first()).toBeVisible();
  await lookAt(page, "adopt-dialog");
  await dialog.getByRole("button", { name: "Adopt", exact: true }).click();
  await expect(page.getByRole("heading", { name: /^Agents adopted/ })).toBeVisible();
  expect([gateway.fileWrites, gateway.configWrites]).toEqual([0, 0]);

  await deck.goTo("Agents");
  await deck.row("Agents", longName).getByRole("link").first().click();
  await expect(page.getByRole("combobox", { name: "Mode" })).toHaveValue("files");
  await lookAt(page, "adopted-agent");
});
