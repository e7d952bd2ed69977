import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type PracticeGateway, startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { startHost } from "../browser/support/start-test-host.ts";
import type { Desktop } from "./support/desktop.ts";
import { connectPage } from "./support/page-client.ts";
import { cli, followReadme, readmeEnds, readmeSteps, writeExampleFleet } from "./support/readme-steps.ts";
import { expect, test } from "./support/test.ts";

let gateway: PracticeGateway | undefined;
test.beforeEach(async ({ dataDir }) => {
  gateway = await startPracticeGateway();
  writeExampleFleet(dataDir, { url: gateway.url, token: gateway.token });
});
// Without Electron a test is skipped before there is one.
test.afterEach(() => gateway?.close());

async function quit(desktop: Desktop): Promise<void> {
  await desktop.quit();
  await desktop.exited;
}

async function openSettings(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
}

/** Starts the browser host on a data folder, and ends it. @returns its output, also when it refuses to start */
async function serve(dataDir: string): Promise<string> {
  try {
    const host = await startHost(dataDir);
    await host.stop();
    return host.output();
  } catch (error) {
    return String(error);
  }
}

/** What the window says about the fleet's gateway, whose token the command line sealed. */
async function stateInWindow(page: Page): Promise<string> {
  const client = await connectPage(page);
  const imported = (await client.gateways.list({})).find(({ name }) => name === "My gateway");
  return (await client.gateways.probe({ id: imported?.id ?? "" })).connection.state;
}

test("the README has the steps that these tests follow", () => {
  expect(readmeSteps()).toContainEqual(["sync", "--gateway", "My gateway", "--dry-run"]);
  expect(readmeSteps().length).toBeGreaterThan(5);
});

test("after the desktop, the README's steps work with its window open and closed, and a browser opens the folder", async ({
  launch,
  dataDir,
}) => {
  test.setTimeout(480_000);
  const desktop = await launch({ dataDir });
  const page = await desktop.page();
  expect(statSync(join(dataDir, "data.key")).mode & 0o777).toBe(0o600);
  expect(await followReadme(dataDir)).toEqual(readmeEnds({ isFirst: true }));
  expect(await stateInWindow(page)).toBe("connected");

  await quit(desktop);
  expect(await followReadme(dataDir)).toEqual(readmeEnds({ isFirst: false }));
  expect(await serve(dataDir)).toContain("http://127.0.0.1:");

  const again = await launch({ dataDir });
  expect(await stateInWindow(await again.page())).toBe("connected");
});

test("after the README's steps the desktop opens the folder, and the steps work again with its window open and closed", async ({
  launch,
  dataDir,
}) => {
  test.setTimeout(480_000);
  expect(await followReadme(dataDir)).toEqual(readmeEnds({ isFirst: true }));
  const desktop = await launch({ dataDir });
  expect(await stateInWindow(await desktop.page())).toBe("connected");
  expect(await followReadme(dataDir)).toEqual(readmeEnds({ isFirst: false }));
  await quit(desktop);
  expect(await followReadme(dataDir)).toEqual(readmeEnds({ isFirst: false }));
});

test("with the key in the key store, the command line works while the window is open, and then says what to do", async ({
  launch,
  dataDir,
  electron,
}) => {
  test.skip(electron === "real", "The key store of this machine may be missing.");
  test.setTimeout(120_000);
  const desktop = await launch({ dataDir });
  const page = await desktop.page();
  await page.getByRole("button", { name: "Look around the practice fleet" }).click();
  await openSettings(page);
  const plainKey = readFileSync(join(dataDir, "data.key"), "utf8").trim();
  const card = page.getByRole("region", { name: "Data key" });
  await card.getByRole("button", { name: "Keep it in the system's key store" }).click();
  await expect(card.getByRole("button", { name: "Keep it in a file" })).toBeVisible();
  expect(readFileSync(join(dataDir, "data.key"), "utf8")).toMatch(/^os-key-store:/);
  expect(readFileSync(join(dataDir, "data.key"), "utf8")).not.toContain(plainKey);
  expect(await cli(dataDir, "import", "fleet.json")).toMatchObject({ code: 0 });
  expect(await cli(dataDir, "sync", "--gateway", "My gateway")).toMatchObject({ code: 0 });

  await quit(desktop);
  const refused = await cli(dataDir, "sync", "--gateway", "My gateway");
  expect(refused.code).toBe(2);
  expect(refused.said).toContain("Settings → Data key");
  expect(await serve(dataDir)).toContain("Settings → Data key");

  const again = await launch({ dataDir });
  const secondPage = await again.page();
  await openSettings(secondPage);
  expect(await cli(dataDir, "sync", "--gateway", "My gateway")).toMatchObject({ code: 0 });
  await secondPage.getByRole("button", { name: "Keep it in a file" }).click();
  await expect(secondPage.getByRole("button", { name: "Keep it in the system's key store" })).toBeVisible();
  expect(readFileSync(join(dataDir, "data.key"), "utf8").trim()).toBe(plainKey);
  await quit(again);
  expect(await cli(dataDir, "sync", "--gateway", "My gateway")).toMatchObject({ code: 0 });
});

test("a window that was killed leaves no way to the key, and the next one opens it again", async ({
  launch,
  dataDir,
  electron,
}) => {
  test.skip(electron === "real", "The key store of this machine may be missing.");
  test.setTimeout(90_000);
  const first = await launch({ dataDir });
  const client = await connectPage(await first.page());
  await client.app.moveKey({ to: "key-store" });
  await first.kill();
  expect((await cli(dataDir, "import", "fleet.json")).said).toContain("key store of the operating system");
  const second = await launch({ dataDir });
  await second.page();
  expect(await cli(dataDir, "import", "fleet.json")).toMatchObject({ code: 0 });
});
