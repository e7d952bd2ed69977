import { readFileSync } from "node:fs";
import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { makeSyncsSlow } from "../desktop/support/practice-fixture.ts";
import { FlightDeck } from "./support/flight-deck.ts";
import { expect, test } from "./support/test.ts";

const { gatewayId, driftedAgentId } = practiceIds;
const hazelKey = `mc-${driftedAgentId}`;

test("a failed agent is listed with its cause, exported as CSV and JSON, and retried alone by Retry failed", async ({
  deck,
  page,
  fixture,
}) => {
  fixture.gateway.inject({
    kind: "error",
    code: "INVALID_REQUEST",
    message: "unsupported file",
    method: "agents.files.set",
    agentId: hazelKey,
    times: Number.POSITIVE_INFINITY,
  });
  await deck.open(`/gateways/${gatewayId}`);
  await deck.sync("Repair tokens");
  await deck.expectRun("Finished with errors");
  await expect(deck.count("Failed")).toContainText("1");
  await expect(page.getByRole("link", { name: "Open agent Hazel" }).first()).toBeVisible();

  const csv = await exportErrors("As CSV");
  expect(csv).toContain("Hazel");
  expect(csv).toContain("unsupported file");
  expect(JSON.parse(await exportErrors("As JSON"))).toMatchObject({
    gatewayName: "Practice gateway",
    errors: expect.arrayContaining([
      expect.objectContaining({ agentName: "Hazel", message: expect.stringContaining("unsupported file") }),
    ]),
  });

  fixture.gateway.clearFaults();
  await deck.button("Retry failed (1)").click();
  await deck.expectRun("Succeeded");
  await expect(deck.count("Updated")).toContainText("1");
  await expect(deck.row("Agents", "Juno")).toHaveCount(0);

  async function exportErrors(format: string): Promise<string> {
    await deck.button("Export errors").click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: format }).click();
    return readFileSync(await (await download).path(), "utf8");
  }
});

test("Cancel ends a run and shows what was not attempted", async ({ deck, fixture }) => {
  makeSyncsSlow(fixture.gateway);
  await deck.open(`/gateways/${gatewayId}`);
  await deck.sync("Repair tokens");
  await deck.button("Cancel run").click();
  await deck.expectRun("Cancelled");
  await expect(deck.count("Not attempted")).not.toHaveText(/ 0$/);
  await expect(deck.button(/^(Continue|Retry unfinished)/)).toBeVisible();
});

test("a run shows that it waits for an unreachable gateway, and Retry now tries at once", async ({
  deck,
  page,
  fixture,
}) => {
  makeSyncsSlow(fixture.gateway);
  await deck.open(`/gateways/${gatewayId}`);
  await deck.sync("Repair tokens");
  await expect.poll(() => fixture.gateway.fileWrites).toBeGreaterThan(0);
  await fixture.gateway.kill();
  await expect(page.getByText(/Attempt \d+, next try in \d+ s/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("contentinfo").getByText("waiting for the gateway")).toBeVisible();
  fixture.gateway.clearFaults();
  await fixture.gateway.start();
  await deck.button("Retry now").click();
  await deck.expectRun("Succeeded");
  await expect(deck.count("Updated")).toContainText("10");
});

test("a reload during a run continues to follow it, and the status bar links to the run", async ({
  deck,
  page,
  fixture,
}) => {
  makeSyncsSlow(fixture.gateway);
  await deck.open(`/gateways/${gatewayId}`);
  await deck.sync("Repair tokens");
  await page.reload();
  await expect(deck.button("Cancel run")).toBeVisible();
  await deck.goTo("Boards");
  await page.getByRole("contentinfo").getByRole("link", { name: "Open the run on Practice gateway" }).click();
  await deck.expectTitle("Template sync of Practice gateway");
  fixture.gateway.clearFaults();
  await deck.expectRun("Succeeded");
  await expect(deck.count("Updated")).toContainText("10");
  await expect(deck.count("Skipped")).toContainText("3");
});

test("a second tab shows the same", async ({ context, deck, electron, host, fixture }) => {
  test.skip(electron !== "none", "The desktop has one window.");
  makeSyncsSlow(fixture.gateway);
  await deck.open(`/gateways/${gatewayId}`);
  await deck.sync("Repair tokens");
  const other = new FlightDeck(await context.newPage(), host.url);
  await other.open("/gateways");
  await other.button("Watch the run of Practice gateway").click();
  await expect(other.button("Cancel run")).toBeVisible();
  fixture.gateway.clearFaults();
  for (const tab of [deck, other]) {
    await tab.expectRun("Succeeded");
    await expect(tab.count("Updated")).toContainText("10");
    await expect(tab.count("Skipped")).toContainText("3");
  }
  await other.open(`/gateways/${gatewayId}`);
  await deck.open(`/gateways/${gatewayId}`);
  await deck.button("Resume board Market Research").click();
  await expect(other.button("Pause board Market Research")).toBeVisible();
});

test("a run's agents can be filtered and its calls are listed, also after a restart of the app", async ({
  deck,
  host,
  open,
  page,
  fixture,
}) => {
  await deck.provisionAll(gatewayId);
  fixture.gateway.writeFile(`mc-${driftedAgentId}`, "AGENTS.md", "The token is gone.");
  await deck.sync();
  await deck.expectRun("Finished with errors");
  const run = new URL(page.url()).hash.slice(1);
  await page.getByRole("searchbox", { name: "Filter agents" }).fill("hAz");
  await expect(deck.row("Agents", "Hazel")).toBeVisible();
  await expect(deck.row("Agents", "Juno")).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Filter agents" }).fill("");
  await page.getByRole("combobox", { name: "Board" }).selectOption("Website Relaunch");
  await expect(deck.row("Agents", "Atlas")).toBeVisible();
  await expect(deck.row("Agents", "Hazel")).toHaveCount(0);
  await page.getByRole("tab", { name: "Gateway calls" }).click();
  await expect(deck.row("Calls by method", "config.get")).toBeVisible();
  await deck.provisionAll(gatewayId);

  await host.stop();
  const again = await open(fixture.dataDir);
  const reopened = new FlightDeck(again.page, again.host.url);
  await reopened.open("/runs");
  await expect(reopened.row("Runs", "Template sync")).toHaveCount(3);
  await again.page.getByRole("combobox", { name: "Status" }).selectOption("Succeeded");
  await expect(reopened.row("Runs", "Template sync")).toHaveCount(2);
  await reopened.open(run);
  await reopened.expectRun("Finished with errors");
  await expect(again.page.getByRole("button", { name: "The agent's token cannot be read" })).toBeVisible();
});
