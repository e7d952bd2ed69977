import { expect, test } from "./support/test.ts";

test("an empty data folder starts with a practice fleet whose first sync finishes", async ({ newDeck, page }) => {
  const { deck, host } = newDeck;
  const welcome = page.getByRole("dialog", { name: "Welcome to Flight Deck" });
  await expect(welcome.getByText("Succeeded")).toBeVisible({ timeout: 30_000 });
  await expect(welcome.getByText("13 of 13 agents")).toBeVisible();
  for (const way of ["Set up my fleet", "Connect a gateway", "Import a fleet file", "Start empty"])
    await expect(welcome.getByRole("button", { name: way })).toBeVisible();
  await welcome.getByRole("button", { name: "Look around the practice fleet" }).click();
  await expect(welcome).toBeHidden();
  await deck.goTo("Runs");
  await expect(deck.row("Runs", "Template sync")).toContainText("Succeeded");
  expect(host.output()).toContain("Hazel");
});

test("practice data is marked on every screen and removed after a question", async ({ newDeck: { deck }, page }) => {
  await deck.button("Look around the practice fleet").click();
  const mark = page.getByRole("complementary", { name: "Practice data" });
  for (const section of ["Boards", "Agents", "Runs", "Templates", "Settings"]) {
    await deck.goTo(section);
    await expect(mark).toBeVisible();
  }
  await deck.goTo("Gateways");
  await expect(deck.row("Gateways", "Practice gateway")).toContainText("Succeeded", { timeout: 30_000 });
  await mark.getByRole("button", { name: "Remove practice data" }).click();
  const question = page.getByRole("dialog", { name: "Remove the practice data?" });
  await expect(question).toContainText("3 boards and 13 agents");
  await question.getByRole("button", { name: "Remove practice data" }).click();
  await expect(mark).toBeHidden();
  await expect(page.getByRole("link", { name: "Practice gateway" })).toBeHidden();
});

test("the welcome panel can start empty, and does not appear again", async ({ newDeck: { deck }, page }) => {
  await deck.button("Start empty").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.reload();
  await deck.expectTitle("Gateways");
  await expect(deck.button("Connect a gateway").first()).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
});
