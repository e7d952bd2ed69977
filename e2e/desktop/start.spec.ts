import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lockDataFolder } from "../../src/main/lock-data-folder.ts";
import { connectPage } from "./support/page-client.ts";
import { expect, test } from "./support/test.ts";

const harnessOnly = "Only the harness can choose the key store.";

test("the key of the stored tokens is wrapped by the system's key store, and the tokens stay readable", async ({
  launch,
  fixture,
}) => {
  const keyFile = join(fixture.dataDir, "data.key");
  const plainKey = readFileSync(keyFile, "utf8").trim();
  for (const start of ["first", "second"]) {
    const desktop = await launch({ dataDir: fixture.dataDir });
    const client = await connectPage(await desktop.page());
    const { connection } = await client.gateways.probe({ id: fixture.gatewayId });
    expect(connection, `${start} start`).toMatchObject({ state: "connected" });
    expect(readFileSync(keyFile, "utf8")).toMatch(/^os-key-store:/);
    expect(readFileSync(keyFile, "utf8")).not.toContain(plainKey);
    await desktop.quit();
    await desktop.exited;
  }
});

test("a Linux desktop without a key store asks first, and refusing starts nothing", async ({
  launch,
  electron,
  dataDir,
}) => {
  test.skip(electron === "real", harnessOnly);
  const env = { ELECTRON_HARNESS_KEY_STORE: "basic_text", ELECTRON_HARNESS_ANSWERS: '[{"response": 1}]' };
  const desktop = await launch({ env });
  expect(await desktop.exited).toBe(1);
  expect(desktop.output()).toContain("This desktop has no key store");
  expect(existsSync(join(dataDir, "data.key"))).toBe(false);
});

test("a Linux desktop without a key store asks once, and agreeing is remembered", async ({
  launch,
  electron,
  fixture,
}) => {
  test.skip(electron === "real", harnessOnly);
  const env = { ELECTRON_HARNESS_KEY_STORE: "basic_text" };
  const first = await launch({
    dataDir: fixture.dataDir,
    env: { ...env, ELECTRON_HARNESS_ANSWERS: '[{"response": 0}]' },
  });
  await first.page();
  expect(readFileSync(join(fixture.dataDir, "data.key"), "utf8")).toMatch(/^os-key-store:basic_text:/);
  await first.quit();
  await first.exited;
  const second = await launch({ dataDir: fixture.dataDir, env });
  const client = await connectPage(await second.page());
  expect((await client.gateways.probe({ id: fixture.gatewayId })).connection.state).toBe("connected");
  expect(second.output()).not.toContain("no key store");
});

test("a data folder that another host has open is refused, with the reason", async ({ launch, dataDir }) => {
  const giveBack = lockDataFolder(dataDir);
  const desktop = await launch();
  expect(await desktop.exited).toBe(1);
  expect(desktop.output()).toContain(`already open on the data folder ${dataDir} (process ${process.pid})`);
  giveBack();
});

test("the first start has a practice fleet and syncs it", async ({ launch }) => {
  const desktop = await launch();
  const client = await connectPage(await desktop.page());
  await expect
    .poll(async () => (await client.runs.list({})).map(({ status }) => status), { timeout: 30_000 })
    .toEqual(["succeeded"]);
  expect(desktop.output()).toContain("practice: updated Otto");
});
