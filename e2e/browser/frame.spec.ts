import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { expect, test } from "./support/test.ts";

test("the palette finds an agent by name and opens it, and runs actions", async ({ deck, page }) => {
  // A window that has just opened may not listen to keys yet.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog").getByRole("combobox")).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.getByRole("dialog").getByRole("combobox").fill("hazel");
  await expect(page.getByRole("option", { name: /^Hazel/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await deck.expectTitle("Hazel");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("dark theme");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(deck.button("Theme: dark")).toBeVisible();
});

test("the chosen theme is kept after a reload", async ({ deck, page }) => {
  const inkColour = () => page.evaluate(() => getComputedStyle(document.body).color);
  await deck.open("/settings");
  await page.getByRole("radio", { name: "Light" }).check();
  const light = await inkColour();
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect.poll(inkColour).not.toBe(light);
  await page.reload();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  expect(await inkColour()).not.toBe(light);
});

test("every screen has its own address", async ({ deck, page }) => {
  const { gatewayId, pausedBoardId, driftedAgentId } = practiceIds;
  const screens: [path: string, title: string][] = [
    [`/gateways/${gatewayId}`, "Practice gateway"],
    [`/boards/${pausedBoardId}`, "Market Research"],
    [`/agents/${driftedAgentId}`, "Hazel"],
    ["/import", "Import a fleet file"],
    ["/templates?tab=preview", "Templates"],
    ["/no/such/screen", "Page not found"],
  ];
  for (const [path, title] of screens) {
    await deck.open(path);
    await page.reload();
    await deck.expectTitle(title);
  }
});
