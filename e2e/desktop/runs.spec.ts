import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Desktop } from "./support/desktop.ts";
import { connectPage, type PageClient } from "./support/page-client.ts";
import { makeSyncsSlow } from "./support/practice-fixture.ts";
import { expect, test } from "./support/test.ts";

type Recorded = {
  progress: number[];
  toolTips: string[];
  notifications: Electron.Notification[];
  questions: Electron.MessageBoxOptions[];
};

test("a run shows on the taskbar and in the tray until it ends", async ({ launch, fixture }) => {
  const desktop = await launch({ dataDir: fixture.dataDir });
  const client = await connectPage(await desktop.page());
  await record(desktop);
  makeSyncsSlow(fixture.gateway);
  await client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
  await expect.poll(() => recorded(desktop, "progress")).toContainEqual(expect.any(Number));
  await expect
    .poll(async () => (await recorded(desktop, "progress")).some((value) => value > 0 && value < 1), {
      timeout: 30_000,
    })
    .toBe(true);
  await expect
    .poll(() => recorded(desktop, "toolTips"))
    .toContainEqual(expect.stringMatching(/^Flight Deck · Syncing Practice gateway: \d+ of 13 agents$/));
  fixture.gateway.clearFaults();
  await expect.poll(async () => (await recorded(desktop, "progress")).at(-1), { timeout: 30_000 }).toBe(-1);
  expect((await recorded(desktop, "toolTips")).at(-1)).toBe("Flight Deck · No sync is running");
});

test("an operator in another application is notified when a run ends, and a click shows the run", async ({
  launch,
  fixture,
}) => {
  const desktop = await launch({ dataDir: fixture.dataDir });
  const page = await desktop.page();
  const client = await connectPage(page);
  await record(desktop);
  await setFocused(desktop, false);
  const { runId } = await client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
  const titles = () =>
    desktop.evaluate(() =>
      (globalThis as unknown as Recorded).notifications.map(({ title, body }) => `${title}: ${body}`),
    );
  await expect
    .poll(titles, { timeout: 30_000 })
    .toEqual([expect.stringMatching(/^Sync of Practice gateway finished: \d+ updated/)]);
  await desktop.evaluate(() => void (globalThis as unknown as Recorded).notifications[0]?.emit("click"));
  await expect(page).toHaveURL(new RegExp(`#/runs/${runId}$`));

  await setFocused(desktop, true);
  await client.runs.sync({ gatewayId: fixture.gatewayId });
  await expect
    .poll(async () => (await client.runs.list({})).filter(({ status }) => status !== "running").length)
    .toBe(2);
  await expect.poll(async () => (await recorded(desktop, "toolTips")).at(-1)).toBe("Flight Deck · No sync is running");
  expect(await titles()).toHaveLength(1);
});

test("what is told on the desktop is shown there, and a click shows where it belongs", async ({ launch, fixture }) => {
  const desktop = await launch({ dataDir: fixture.dataDir });
  const page = await desktop.page();
  const client = await connectPage(page);
  await record(desktop);
  const [sink] = (await client.notifications.addDesktop()).sinks;
  const { at, body } = await client.notifications.previewTest({ id: sink?.id ?? "" });
  expect(await client.notifications.test({ id: sink?.id ?? "", at })).toEqual({ problem: null });
  const texts = () =>
    desktop.evaluate(() => (globalThis as unknown as Recorded).notifications.map((one) => `${one.title}\n${one.body}`));
  expect(await texts()).toEqual([body]);
  await desktop.evaluate(() => void (globalThis as unknown as Recorded).notifications[0]?.emit("click"));
  await expect(page).toHaveURL(/#\/settings$/);
});

test("quitting during a run asks; Stop and quit stops the run properly", async ({ launch, fixture }) => {
  const desktop = await launch({ dataDir: fixture.dataDir });
  const client = await connectPage(await desktop.page());
  await record(desktop, 0);
  const runId = await startLongRun(client, fixture);
  await desktop.quit();
  expect(await desktop.exited).toBe(0);
  const runs = await listRuns(fixture.dataDir);
  expect(runs).toMatchObject([{ id: runId, status: "cancelled" }]);
});

test("quitting during a run asks; Keep running hides the window and lets the run end", async ({ launch, fixture }) => {
  const desktop = await launch({ dataDir: fixture.dataDir });
  const client = await connectPage(await desktop.page());
  await record(desktop, 1);
  const runId = await startLongRun(client, fixture);
  await desktop.quit();
  const isVisible = () => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isVisible).toBe(false);
  expect(await questions(desktop)).toEqual([
    { buttons: ["Stop and quit", "Keep running in the tray"], detail: expect.stringContaining("Practice gateway") },
  ]);
  fixture.gateway.clearFaults();
  await expect
    .poll(async () => (await client.runs.get({ id: runId })).run.status, { timeout: 30_000 })
    .toBe("succeeded");

  const second = await launch({ dataDir: fixture.dataDir });
  await second.exited;
  await expect.poll(isVisible).toBe(true);
  await desktop.quit();
  expect(await desktop.exited).toBe(0);
});

test("closing the window during a run asks the same question", async ({ launch, fixture }) => {
  test.skip(process.platform === "darwin", "On macOS closing the window does not quit.");
  const desktop = await launch({ dataDir: fixture.dataDir });
  const client = await connectPage(await desktop.page());
  await record(desktop, 1);
  const runId = await startLongRun(client, fixture);
  await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => questions(desktop)).toHaveLength(1);
  expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect((await client.runs.get({ id: runId })).run.status).toBe("running");
});

async function startLongRun(
  client: PageClient,
  { gateway, gatewayId }: { gateway: Parameters<typeof makeSyncsSlow>[0]; gatewayId: string },
) {
  makeSyncsSlow(gateway);
  const { runId } = await client.runs.sync({ gatewayId, rotateTokens: true });
  await expect.poll(async () => (await client.runs.get({ id: runId })).phase).toBe("writing-files");
  return runId;
}

/** Records what the app shows outside its page, and answers its dialogs with one of their buttons. */
async function record(desktop: Desktop, answer = 1): Promise<void> {
  await desktop.evaluate(({ BrowserWindow, Tray, Notification, dialog }, response) => {
    const kept: Recorded = { progress: [], toolTips: [], notifications: [], questions: [] };
    Object.assign(globalThis, kept);
    BrowserWindow.prototype.setProgressBar = (value) => void kept.progress.push(value);
    Tray.prototype.setToolTip = (text) => void kept.toolTips.push(text);
    Notification.prototype.show = function show() {
      kept.notifications.push(this);
    };
    dialog.showMessageBox = async (...given: unknown[]) => {
      kept.questions.push(given.at(-1) as Electron.MessageBoxOptions);
      return { response, checkboxChecked: false };
    };
  }, answer);
}

function recorded<K extends "progress" | "toolTips">(desktop: Desktop, what: K): Promise<Recorded[K]> {
  return desktop.evaluate((_electron, key) => (globalThis as unknown as Recorded)[key as K], what);
}

function questions(desktop: Desktop) {
  return desktop.evaluate(() =>
    (globalThis as unknown as Recorded).questions.map(({ buttons, detail }) => ({ buttons, detail })),
  );
}

async function setFocused(desktop: Desktop, isFocused: boolean): Promise<void> {
  await desktop.evaluate(({ BrowserWindow }, focused) => {
    BrowserWindow.prototype.isFocused = () => focused;
  }, isFocused);
}

async function listRuns(dataDir: string): Promise<unknown> {
  const root = join(import.meta.dirname, "../..");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["src/main/cli.ts", "--data-dir", dataDir, "runs", "list", "--json"],
    { cwd: root },
  );
  return JSON.parse(stdout).runs;
}
