import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { heavyHash } from "../../src/main/provisioning/tokens/test-heavy-hash.ts";
import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { lookAt } from "./support/check-page.ts";
import { expect, test } from "./support/test.ts";

test("a gateway is refused with a wrong token, and connected with the right one", async ({ deck, page, fixture }) => {
  await deck.open("/gateways/new");
  await page.getByRole("textbox", { name: "Name" }).fill("Harbour");
  await page.getByRole("textbox", { name: "Address" }).fill(fixture.gateway.url);
  await page.getByRole("textbox", { name: "Token" }).fill("a-wrong-token");
  await page.getByRole("textbox", { name: "Workspace root" }).fill("/home/harbour/agents");
  await deck.button("Check and connect").click();
  const check = page.getByRole("listitem").filter({ hasText: "Token and pairing" });
  await expect(check.getByLabel("failed")).toBeVisible();
  await expect(page.getByText("a-wrong-token")).toHaveCount(0);
  await page.getByRole("textbox", { name: "Token" }).fill(fixture.gateway.token);
  await deck.button("Check and connect").click();
  await deck.expectTitle("Harbour");
  await expect(page.getByText("Connected").first()).toBeVisible();
  await page.reload();
  await deck.expectTitle("Harbour");
});

test("a gateway that asks for pairing shows the command, and the check continues once it is approved", async ({
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

test("heavy token hashes are counted, planned and lightened, and then no longer mentioned", async ({
  deck,
  page,
  fixture,
  electron,
}) => {
  const { gatewayId, driftedAgentId } = practiceIds;
  await deck.provisionAll(gatewayId);
  await expect(page.getByText(/heavier than needed/)).toHaveCount(0);
  const text = fixture.gateway.readFile(`mc-${driftedAgentId}`, "AGENTS.md") ?? "";
  const database = new DatabaseSync(join(fixture.dataDir, "flight-deck.db"));
  const store = database.prepare("UPDATE agents SET agent_token_hash = ? WHERE name = ?");
  store.run(heavyHash(/AUTH_TOKEN=([\w-]+)/.exec(text)?.[1] ?? ""), "Hazel");
  store.run(heavyHash("another token"), "Otto");
  await page.reload();
  await expect(page.getByText("2 of 10 token hashes are heavier than needed")).toBeVisible();
  await deck.button("Lighten").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("1 hash will be replaced")).toBeVisible();
  await expect(dialog.getByRole("listitem").filter({ hasText: "Otto" })).toContainText("does not match the hash");
  if (electron === "none") await lookAt(page, "lighten");
  await dialog.getByRole("button", { name: "Lighten 1 hash" }).click();
  await expect(dialog.getByText("1 hash was replaced")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("1 of 10 token hashes is heavier than needed")).toBeVisible();
  store.run(null, "Otto");
  database.close();
  await page.reload();
  await expect(deck.button("Sync templates")).toBeEnabled();
  await expect(page.getByText(/heavier than needed/)).toHaveCount(0);
});
