import { type RealGateway, startRealGateway } from "../../scripts/real-gateway/start-real-gateway.ts";
import { type RawClient, withRawClient } from "../gateway/raw-client.ts";
import { readAgents, readFile } from "../gateway/read-back.ts";
import { modelSettings } from "../gateway/stub-model.ts";
import { expect, test } from "./support/test.ts";

// The whole workflow in the window with a real OpenClaw, which `npm run test:gateway` uses as well.
let gateway: RealGateway;

test.skip(({ electron }) => electron !== "none", "Gateways behave the same on every host.");

test.beforeAll(async () => {
  test.setTimeout(300_000);
  gateway = await startRealGateway({ version: "2026.9.6", settings: modelSettings() });
});

test.afterAll(() => gateway?.stop());

test("a real OpenClaw is connected, given a board with its lead and a worker, and synced", async ({
  newDeck: { deck },
  page,
}) => {
  test.setTimeout(180_000);
  await deck.button("Start empty").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await deck.open("/gateways/new");
  await page.getByRole("textbox", { name: "Name" }).fill("Harbour");
  await page.getByRole("textbox", { name: "Address" }).fill(gateway.url);
  await page.getByRole("textbox", { name: "Token" }).fill(gateway.token);
  await page.getByRole("textbox", { name: "Workspace root" }).fill(gateway.workspaceRoot);
  await deck.button("Check and connect").click();
  await deck.expectTitle("Harbour");
  await expect(page.getByText("2026.9.6").first()).toBeVisible();
  const gatewayPath = new URL(page.url()).hash.slice(1);

  await deck.open(gatewayPath.replace("/gateways/", "/boards/new?gateway="));
  await page.getByRole("textbox", { name: "Name" }).first().fill("Spare Parts");
  await deck.button("Create board").click();
  await deck.button("Ensure lead of board Spare Parts").click();
  await deck.button("Create lead").click();
  await deck.expectTitle("Ensure lead of Harbour");
  await deck.expectRun("Succeeded");

  await deck.open("/agents/new");
  await page.getByRole("textbox", { name: "Name" }).fill("Quill");
  await page.getByRole("combobox", { name: "Board" }).selectOption("Spare Parts");
  await deck.button("Create agent").click();
  await deck.button("Provision agent").click();
  await deck.expectRun("Succeeded");

  await deck.open(gatewayPath);
  await deck.button("Sync board Spare Parts").click();
  await deck.expectTitle("Template sync of Harbour");
  await deck.expectRun("Succeeded");
  await expect(deck.count("Unchanged")).toContainText("2");

  const { lead, worker } = await withRawClient(gateway, readWhatIsThere);
  expect(lead.agents).toMatch(/AUTH_TOKEN=[\w-]{43}/);
  expect(worker.agents).toMatch(/AUTH_TOKEN=[\w-]{43}/);
  expect(worker.agents).toContain("Spare Parts");
  expect(worker.identity).toContain("Quill");
});

async function readWhatIsThere(raw: RawClient) {
  const { ids } = await readAgents(raw);
  const read = async (prefix: string) => {
    const key = ids.find((id) => id.startsWith(prefix));
    if (!key) throw new Error(`the gateway has no ${prefix} agent, but ${ids.join(", ")}`);
    return { agents: await readFile(raw, key, "AGENTS.md"), identity: await readFile(raw, key, "IDENTITY.md") };
  };
  return { lead: await read("lead-"), worker: await read("mc-") };
}
