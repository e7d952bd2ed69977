import type { Desktop } from "./support/desktop.ts";
import { connectPage, type PageClient } from "./support/page-client.ts";
import { makeSyncsSlow, type PracticeFixture } from "./support/practice-fixture.ts";
import { expect, test } from "./support/test.ts";

// No test can send a machine to sleep or shut it down: the harness pretends.
test.beforeEach(({ electron }) => test.skip(electron === "real", "for the harness"));

const platform = (name: string) => ({ ELECTRON_HARNESS_PLATFORM: name });

for (const { name, countsSleep } of [
  { name: "darwin", countsSleep: true },
  { name: "linux", countsSleep: false },
]) {
  test(`eight hours asleep in a run, on ${name}: the run ends well, and one check is due`, async ({
    launch,
    fixture,
  }) => {
    test.setTimeout(180_000);
    const desktop = await launch({ dataDir: fixture.dataDir, env: platform(name) });
    const client = await connectPage(await desktop.page());
    await client.gateways.setCheck({ id: fixture.gatewayId, everyMinutes: 60 });
    const runId = await startLongRun(client, fixture);
    fixture.gateway.clearFaults();
    const silence = fixture.gateway.inject({ kind: "silence", method: "agents.files.set" });
    await expect.poll(() => silence.hits).toBe(1);
    await sleepEightHours(desktop, countsSleep);
    await expect.poll(() => statusOf(client, runId), { timeout: 60_000 }).toBe("succeeded");
    const checks = async () => (await client.runs.list({})).filter(({ kind }) => kind === "drift-check");
    await expect
      .poll(async () => (await checks()).map(({ status }) => status), { timeout: 90_000 })
      .toEqual(["succeeded"]);
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    expect(await checks()).toHaveLength(1);
  });
}

for (const name of ["darwin", "linux", "win32"]) {
  test(`a shutdown in a run, on ${name}: nothing is asked, and the run is resumed at the next start`, async ({
    launch,
    fixture,
  }) => {
    test.setTimeout(120_000);
    const first = await launch({ dataDir: fixture.dataDir, env: platform(name) });
    const runId = await startLongRun(await connectPage(await first.page()), fixture);
    expect(await first.evaluate(({ powerMonitor }) => (powerMonitor as unknown as Ends).endSession())).toBe(true);
    expect(await first.exited).toBe(name === "win32" ? null : 0);
    fixture.gateway.clearFaults();

    const second = await launch({ dataDir: fixture.dataDir, env: platform(name) });
    const page = await second.page();
    const client = await connectPage(page);
    expect(await statusOf(client, runId)).toBe("interrupted");
    await page.goto(`${new URL(page.url()).origin}/#/runs/${runId}`);
    await page
      .getByRole("button", { name: /^Resume/ })
      .first()
      .click();
    await expect
      .poll(async () => (await client.runs.list({ retryOf: runId })).map(({ status }) => status), { timeout: 30_000 })
      .toEqual(["succeeded"]);
  });
}

test("the machine is kept awake during a run, unless the operator turned that off", async ({ launch, fixture }) => {
  const desktop = await launch({ dataDir: fixture.dataDir });
  const page = await desktop.page();
  const client = await connectPage(page);
  const isAwake = () => desktop.evaluate(({ powerSaveBlocker }) => powerSaveBlocker.isStarted(0));
  expect(await isAwake()).toBe(false);
  const runId = await startLongRun(client, fixture);
  await expect.poll(isAwake).toBe(true);
  await page.goto(`${new URL(page.url()).origin}/#/settings`);
  await page.getByLabel("Keep this machine awake during a run").click();
  await expect.poll(isAwake).toBe(false);
  fixture.gateway.clearFaults();
  await expect.poll(() => statusOf(client, runId), { timeout: 30_000 }).toBe("succeeded");
});

type Ends = { endSession(): boolean };

async function statusOf(client: PageClient, runId: string) {
  return (await client.runs.get({ id: runId })).run.status;
}

async function startLongRun(client: PageClient, { gateway, gatewayId }: PracticeFixture): Promise<string> {
  makeSyncsSlow(gateway);
  const { runId } = await client.runs.sync({ gatewayId, rotateTokens: true });
  await expect.poll(async () => (await client.runs.get({ id: runId })).phase).toBe("writing-files");
  return runId;
}

/** On a machine whose monotonic clock counts sleep, as on macOS and Windows, or stops in it, as on Linux. */
async function sleepEightHours(desktop: Desktop, countsSleep: boolean): Promise<void> {
  await desktop.evaluate(({ powerMonitor }, counts) => {
    const nightMs = 8 * 60 * 60_000;
    powerMonitor.emit("suspend");
    const wallMs = Date.now.bind(Date);
    Date.now = () => wallMs() + nightMs;
    const os = process.getBuiltinModule("node:os");
    const uptimeSeconds = os.uptime.bind(os);
    os.uptime = () => uptimeSeconds() + nightMs / 1000;
    const monotonicMs = performance.now.bind(performance);
    if (counts) performance.now = () => monotonicMs() + nightMs;
    powerMonitor.emit("resume");
  }, countsSleep);
}
