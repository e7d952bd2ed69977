import { startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { expect, test } from "./support/test.ts";

test("a gateway is refused with a wrong token, and connected with the right one", async ({ deck, page, world }) => {
  await deck.open("/gateways/new");
  await page.getByRole("textbox", { name: "Name" }).fill("Harbour");
  await page.getByRole("textbox", { name: "Address" }).fill(world.gateway.url);
  await page.getByRole("textbox", { name: "Token" }).fill("a-wrong-token");
  await page.getByRole("textbox", { name: "Workspace root" }).fill("/home/harbour/agents");
  await deck.button("Check and connect").click();
  const check = page.getByRole("listitem").filter({ hasText: "Token and pairing" });
  await expect(check.getByLabel("failed")).toBeVisible();
  await expect(page.getByText("a-wrong-token")).toHaveCount(0);
  await page.getByRole("textbox", { name: "Token" }).fill(world.gateway.token);
  await deck.button("Check and connect").click();
  await deck.expectTitle("Harbour");
  await expect(page.getByText("Connected").first()).toBeVisible();
  await page.reload();
  await deck.expectTitle("Harbour");
});

test("a gateway that asks for pairing shows the command, and the check goes on once it is approved", async ({
  deck,
  page,
}) => {
  const gateway = await startPracticeGateway({ requirePairing: true });
  try {
    await deck.open("/gateways/new");
    await page.getByRole("textbox", { name: "Name" }).fill("Harbour");
    await page.getByRole("textbox", { name: "Address" }).fill(gateway.url);
    await page.getByRole("textbox", { name: "Token" }).fill(gateway.token);
    await page.getByRole("textbox", { name: "Workspace root" }).fill("/home/harbour/agents");
    await deck.button("Check and connect").click();
    await expect(page.getByText("Waiting for the pairing to be approved")).toBeVisible();
    const [request] = gateway.pendingDevices;
    if (!request) throw new Error("no device waits");
    await expect(page.getByText(`openclaw devices approve ${request.requestId}`)).toBeVisible();
    gateway.approvePairing(request.requestId);
    await deck.expectTitle("Harbour");
  } finally {
    await gateway.close();
  }
});

test("deleting a gateway asks for its name", async ({ deck, page }) => {
  await deck.goTo("Gateways");
  await deck.row("Gateways", "Practice gateway").getByRole("link", { name: "Practice gateway", exact: true }).click();
  await deck.button("More actions").click();
  await page.getByRole("menuitem", { name: "Delete gateway" }).click();
  const question = page.getByRole("dialog");
  await expect(question.getByRole("button", { name: "Delete gateway" })).toBeDisabled();
  await question.getByRole("textbox").fill("Practice gateway");
  await question.getByRole("button", { name: "Delete gateway" }).click();
  await deck.expectTitle("Gateways");
  await expect(page.getByText("Practice gateway")).toHaveCount(0);
  await page.reload();
  await expect(deck.button("Connect a gateway").first()).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
