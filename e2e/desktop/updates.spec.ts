import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import type { Desktop, LaunchOptions } from "./support/desktop.ts";
import { connectPage } from "./support/page-client.ts";
import { makeSyncsSlow, type PracticeFixture } from "./support/practice-fixture.ts";
import { expect, test } from "./support/test.ts";
import { serveRelease, type TestRelease } from "./support/update-feed.ts";

// The real electron-updater, with the harness's `net` and session. Signatures and installers are only on a real Windows and macOS.
test.skip(({ electron }) => electron === "real", "Only a packaged app has updates; the harness says that it is one.");

let release: TestRelease;
test.beforeEach(async () => {
  release = await serveRelease();
});
test.afterEach(() => release.close());

const feedOf = ({ address }: TestRelease) => ({ feed: { address, channel: "latest" } });

type Launch = (options: LaunchOptions) => Promise<Desktop>;

/** The app as a packaged one that can read the release. */
async function start(launch: Launch, { dataDir }: PracticeFixture, env: Record<string, string> = {}) {
  const desktop = await launch({ dataDir, env: { ...release.env, ...env } });
  const page = await desktop.page();
  return { desktop, page, client: await connectPage(page) };
}

async function openCard(page: Page): Promise<Locator> {
  await page.evaluate(() => {
    location.hash = "/settings";
  });
  return page.getByRole("region", { name: "Updates" });
}

test("without a feed nothing is asked for, and the updater is a file of its own that is not loaded", async ({
  launch,
  fixture,
}) => {
  const { desktop, page, client } = await start(launch, fixture);
  const card = await openCard(page);
  await expect(card.getByText("Updates are off.")).toBeVisible();
  expect(await client.updates.check()).toMatchObject({ kind: "self", feed: null, step: "idle" });
  await desktop.quit();
  expect(await desktop.exited).toBe(0);
  expect(release.requests).toEqual([]);
  expect(readFileSync(join(import.meta.dirname, "../../out/main/index.js"), "utf8")).not.toContain("AppImageUpdater");
});

test("a new version is noted, waits for a run to end, and is installed and started once", async ({
  launch,
  fixture,
}) => {
  const { desktop, page, client } = await start(launch, fixture);
  const card = await openCard(page);
  await card.getByRole("textbox", { name: "Address of your releases" }).fill(release.address);
  await card.getByRole("button", { name: "Save updates" }).click();
  await expect(page.getByRole("contentinfo").getByText(`Version ${release.version} is ready`)).toBeVisible();
  expect(release.requests.filter((name) => name.endsWith(".yml"))).toEqual(["latest-linux.yml"]);

  makeSyncsSlow(fixture.gateway);
  const { runId } = await client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
  const restart = card.getByRole("button", { name: "Restart and update" });
  await expect(restart).toBeDisabled();
  await expect(restart).toHaveAccessibleDescription(/A run is in progress on Practice gateway/);
  await expect(client.updates.restart()).rejects.toThrow(/A run is in progress on "Practice gateway"/);
  expect(release.started()).toBeNull();

  fixture.gateway.clearFaults();
  await expect
    .poll(async () => (await client.runs.get({ id: runId })).run.status, { timeout: 30_000 })
    .toBe("succeeded");
  await restart.click();
  expect(await desktop.exited).toBe(0);
  await expect.poll(() => release.started()).toBe(`${release.env.APPIMAGE} \n`);
});

test("a version that is ready is installed by quitting, without a start", async ({ launch, fixture }) => {
  const { desktop, client } = await start(launch, fixture);
  await client.updates.saveFeed(feedOf(release));
  await expect.poll(async () => (await client.updates.state()).step).toBe("ready");
  await desktop.quit();
  expect(await desktop.exited).toBe(0);
  expect(release.started()).toBe(`${release.env.APPIMAGE} true\n`);
});

test("a quit that stops a run installs nothing", async ({ launch, fixture }) => {
  const { desktop, client } = await start(launch, fixture);
  await client.updates.saveFeed(feedOf(release));
  await expect.poll(async () => (await client.updates.state()).step).toBe("ready");
  makeSyncsSlow(fixture.gateway);
  await client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
  await desktop.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
  });
  await desktop.quit();
  expect(await desktop.exited).toBe(0);
  expect(release.started()).toBeNull();
});

test("a file that is not the announced one is refused in words, in the card and in no dialog", async ({
  launch,
  fixture,
}) => {
  release.swapFile();
  const { desktop, page, client } = await start(launch, fixture);
  await client.updates.saveFeed(feedOf(release));
  const card = await openCard(page);
  await expect(card.getByText(/is not the one that was announced/)).toBeVisible();
  await expect(card.getByText(/Nothing was installed/)).toBeVisible();
  await desktop.quit();
  expect(await desktop.exited).toBe(0);
  expect(release.started()).toBeNull();
});

for (const [platform, announcement, step] of [
  ["win32", "latest.yml", "ready"],
  ["darwin", "latest-mac.yml", "available"],
] as const) {
  test(`on ${platform} it reads ${announcement}`, async ({ launch, fixture }) => {
    const { desktop, client } = await start(launch, fixture, { ELECTRON_HARNESS_PLATFORM: platform });
    await client.updates.saveFeed(feedOf(release));
    await expect.poll(async () => (await client.updates.state()).step).toBe(step);
    expect(release.requests.filter((name) => name.endsWith(".yml"))).toEqual([announcement]);
    await client.updates.saveFeed({ feed: null });
    await desktop.quit();
    expect(await desktop.exited).toBe(0);
  });
}

test("a copy from an archive is told what to do", async ({ launch, fixture }) => {
  const { APPIMAGE: _, ...env } = release.env;
  const desktop = await launch({ dataDir: fixture.dataDir, env });
  const page = await desktop.page();
  const client = await connectPage(page);
  await client.updates.saveFeed(feedOf(release));
  const card = await openCard(page);
  await expect(card.getByText(`Version ${release.version} is available`)).toBeVisible();
  await expect(card.getByText(/unpack it in place of this one/).first()).toBeVisible();
  expect(release.requests).not.toContain(`Flight-Deck-${release.version}.AppImage`);
});
