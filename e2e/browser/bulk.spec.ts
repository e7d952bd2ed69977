import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { lookAt } from "./support/check-page.ts";
import { importLongNames } from "./support/fleet-with-problems.ts";
import { expectActionsInside } from "./support/hidden-actions.ts";
import { expect, test } from "./support/test.ts";

const { gatewayId } = practiceIds;

test.use({ viewport: { width: 1024, height: 768 } });

test("agents are chosen, labelled, found by their label, moved and deleted by their number", async ({ deck, page }) => {
  test.setTimeout(180_000);
  await importLongNames(deck, page);
  await deck.provisionAll(gatewayId);
  await deck.open("/agents");
  await page.getByRole("checkbox", { name: /^Choose all/ }).check();
  const bar = page.getByRole("region", { name: "Chosen agents" });
  await expect(bar).toContainText("agents chosen");
  await expectActionsInside(page, "bulk-bar");
  await lookAt(page, "bulk-bar");
  await bar.getByRole("button", { name: "Choose none" }).click();
  await page.getByRole("checkbox", { name: "Choose Hazel" }).check();
  await page.getByRole("checkbox", { name: "Choose Mika" }).check();
  await bar.getByRole("button", { name: "Labels" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Add" }).fill("night, eu");
  await lookAt(page, "bulk-labels");
  await dialog.getByRole("button", { name: "Change labels" }).click();
  await page.getByRole("combobox", { name: "Label", exact: true }).selectOption("night");
  await expect(deck.row("Agents", "Hazel")).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(3);
  await lookAt(page, "agents-labelled");

  await bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Move to a board" }).click();
  await dialog.getByRole("combobox", { name: "Board" }).selectOption("Customer Support");
  await expect(dialog.getByText("it is on this board already")).toBeVisible();
  await lookAt(page, "bulk-move");
  await dialog.getByRole("button", { name: "Move agents" }).click();
  await expect(dialog).toHaveCount(0);

  await bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Take ours" }).click();
  await expect(dialog.getByText("it has no file in conflict").first()).toBeVisible();
  await lookAt(page, "bulk-conflicts");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Delete agents" }).click();
  await dialog.getByRole("textbox").fill("2");
  await lookAt(page, "bulk-delete");
  await dialog.getByRole("button", { name: "Delete agents" }).click();
  await expect(page.getByText("2 agents deleted")).toBeVisible();
  await deck.open("/bin");
  await expect(page.getByText("Hazel")).toBeVisible();
});

test("boards and gateways are chosen", async ({ deck, page }) => {
  await importLongNames(deck, page);
  await deck.open("/boards");
  await page.getByRole("checkbox", { name: /^Choose all/ }).check();
  await expectActionsInside(page, "bulk-boards");
  await page.getByRole("region", { name: "Chosen boards" }).getByRole("button", { name: "Delete" }).click();
  await expect(
    page
      .getByRole("dialog")
      .getByText(/boards will be deleted/)
      .first(),
  ).toBeVisible();
  await lookAt(page, "bulk-boards-delete");
  await deck.open("/gateways");
  await page.getByRole("checkbox", { name: "Choose Practice gateway" }).check();
  await page
    .getByRole("region", { name: "Chosen gateways" })
    .getByRole("button", { name: /^Choose all/ })
    .click();
  await expectActionsInside(page, "bulk-gateways");
  await lookAt(page, "bulk-gateways");
});
