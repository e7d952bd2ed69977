import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { lookAt } from "./support/check-page.ts";
import { importLongNames } from "./support/fleet-with-problems.ts";
import { expectActionsInside } from "./support/hidden-actions.ts";
import { longNames } from "./support/long-names.ts";
import { expect, test } from "./support/test.ts";

const { pausedBoardId, driftedAgentId } = practiceIds;

test("a set is made, given to a board, edited with a new file, and warned about by a rule", async ({ deck, page }) => {
  test.setTimeout(180_000);
  const dialog = page.getByRole("dialog");
  await deck.open("/settings");
  await page.getByRole("textbox", { name: "Forbidden phrases" }).fill("as an AI");
  await deck.button("Save rules").click();
  await expect(page.getByText("Checks and plans warn by these rules")).toBeVisible();

  await deck.open("/templates?tab=sets");
  await deck.button("New set").click();
  await dialog.getByLabel("Name").fill("Support");
  await dialog.getByRole("button", { name: "Make the set" }).click();
  const card = page.getByRole("region", { name: "Support" });
  await expect(card.getByText("Nothing uses this set.")).toBeVisible();
  await deck.open(`/boards/${pausedBoardId}`);
  await deck.button("Change templates").click();
  await dialog.getByLabel("Set").selectOption({ label: "Support" });
  await dialog.getByRole("button", { name: "Check and save" }).click();
  await expect(page.getByText(", the board's own")).toBeVisible();

  await deck.open("/templates?tab=sets");
  await card.getByRole("button", { name: "Edit Support" }).click();
  await deck.button("New file").click();
  await dialog.getByLabel("Template").selectOption("LEAD_SOUL.md.j2");
  await dialog.getByRole("button", { name: "Add the file" }).click();
  await expect(page.getByRole("heading", { name: "LEAD_SOUL.md.j2" })).toBeVisible();
  await page.locator(".cm-content").click();
  await page.keyboard.type("Speak as an AI. ");
  await expect(
    page.getByText(/LEAD_SOUL\.md\.j2, line \d+ .*"as an AI" is a phrase that you forbade/).first(),
  ).toBeVisible();
  await deck.button("Save version").first().click();
  await dialog.getByRole("button", { name: "Save version" }).click();
  await expect(page.getByText("Saved as a version")).toBeVisible();

  await deck.open("/templates?tab=sets");
  await deck.button("More for Support").click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete set" }).click();
  await expect(dialog.getByText(/"Support" is used by board/)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await card.getByRole("button", { name: "Versions" }).click();
  await expect(page.getByText(/Saved by/)).toBeVisible();
});

test("the screens of sets are accessible, also with long names and in a small window", async ({
  deck,
  page,
  electron,
}) => {
  test.skip(electron !== "none", "The renderer is the same on every host, so it is checked once.");
  test.setTimeout(240_000);
  const dialog = page.getByRole("dialog");
  await importLongNames(deck, page);
  await deck.open("/templates?tab=sets");
  await lookAt(page, "template-sets-empty");
  await deck.button("New set").click();
  await dialog.getByLabel("Name").fill("A set with a name that is as long as the name of a set can be here");
  await dialog.getByRole("button", { name: "Make the set" }).click();
  await expect(dialog.getByText(/cannot be the name/)).toBeVisible();
  await dialog.getByLabel("Name").fill("A set with a name as long as it may be, no longer than this1".replace(",", ""));
  await dialog.getByRole("button", { name: "Make the set" }).click();
  const card = page.getByRole("region", { name: /^A set with/ });
  for (const id of [longNames.boards[0].id, pausedBoardId]) {
    await card.getByRole("button", { name: "Use this set for…" }).click();
    await lookAt(page, "template-sets-assign");
    await dialog.getByLabel("For").selectOption(`board ${id}`);
    await dialog.getByRole("button", { name: "Check and use" }).click();
    await expect(dialog).toHaveCount(0);
  }
  await lookAt(page, "template-sets");
  await page.setViewportSize({ width: 1024, height: 768 });
  await lookAt(page, "template-sets-1024");
  await expectActionsInside(page, "template-sets-1024");
  await card.getByRole("button", { name: /^Edit/ }).click();
  await deck.button("New file").click();
  await lookAt(page, "template-new-file");
  await dialog.getByRole("button", { name: "Add the file" }).click();
  await lookAt(page, "template-editor-new-1024");
  await deck.open(`/boards/${longNames.boards[0].id}`);
  await lookAt(page, "board-own-templates");
  await deck.open(`/agents/${driftedAgentId}`);
  await lookAt(page, "agent-templates");
});
