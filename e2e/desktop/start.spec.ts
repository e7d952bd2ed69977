import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeBackup } from "../../src/main/database/backups/make-backup.ts";
import { openDatabase } from "../../src/main/database/open-database.ts";
import { damageFile } from "../../src/main/database/test-database-trouble.ts";
import { lockDataFolder } from "../../src/main/lock-data-folder.ts";
import { connectPage } from "./support/page-client.ts";
import { expect, test } from "./support/test.ts";

const harnessOnly = "Only the harness can choose the key store.";

test("the desktop reads the tokens that the command line stored, and leaves the key as it is", async ({
  launch,
  fixture,
}) => {
  const keyFile = join(fixture.dataDir, "data.key");
  const before = readFileSync(keyFile, "utf8");
  for (const start of ["first", "second"]) {
    const desktop = await launch({ dataDir: fixture.dataDir });
    const client = await connectPage(await desktop.page());
    const { connection } = await client.gateways.probe({ id: fixture.gatewayId });
    expect(connection, `${start} start`).toMatchObject({ state: "connected" });
    expect(readFileSync(keyFile, "utf8")).toBe(before);
    await desktop.quit();
    await desktop.exited;
  }
});

for (const keyStore of ["basic_text", "not_running"]) {
  test(`a Linux desktop whose key store protects nothing does not get the key (${keyStore})`, async ({
    launch,
    electron,
    fixture,
  }) => {
    test.skip(electron === "real", harnessOnly);
    const before = readFileSync(join(fixture.dataDir, "data.key"), "utf8");
    const desktop = await launch({ dataDir: fixture.dataDir, env: { ELECTRON_HARNESS_KEY_STORE: keyStore } });
    const client = await connectPage(await desktop.page());
    await expect(client.app.moveKey({ to: "key-store" })).rejects.toThrow(/no key store that protects/);
    expect(readFileSync(join(fixture.dataDir, "data.key"), "utf8")).toBe(before);
    expect(await client.app.info()).toMatchObject({ keyPlace: "file" });
  });
}

test("a data folder that another host has open is refused, with the reason", async ({ launch, dataDir }) => {
  const giveBack = lockDataFolder(dataDir);
  const desktop = await launch();
  expect(await desktop.exited).toBe(1);
  expect(desktop.output()).toContain(`already open on the data folder ${dataDir} (process ${process.pid})`);
  giveBack();
});

test("a damaged database leads to an offer to restore the newest backup", async ({ launch, electron, fixture }) => {
  test.skip(electron === "real", "Only the harness answers a dialog.");
  const db = openDatabase({ dataDir: fixture.dataDir });
  await makeBackup(db, { dataDir: fixture.dataDir, reason: "daily" });
  db.close();
  damageFile(join(fixture.dataDir, "flight-deck.db"));
  const quit = await launch({ dataDir: fixture.dataDir, env: { ELECTRON_HARNESS_ANSWERS: '[{"response":1}]' } });
  expect(await quit.exited).toBe(1);
  expect(quit.output()).toContain("backup restore 0001-daily");
  const desktop = await launch({ dataDir: fixture.dataDir, env: { ELECTRON_HARNESS_ANSWERS: '[{"response":0}]' } });
  const client = await connectPage(await desktop.page());
  expect((await client.gateways.list()).map(({ id }) => id)).toContain(fixture.gatewayId);
});

test("the first start has a practice fleet and syncs it", async ({ launch }) => {
  const desktop = await launch();
  const client = await connectPage(await desktop.page());
  await expect
    .poll(async () => (await client.runs.list({})).map(({ status }) => status), { timeout: 30_000 })
    .toEqual(["succeeded"]);
  expect(desktop.output()).toContain("practice: updated Otto");
});

test("says when Chromium's sandbox is off", async ({ launch, electron }) => {
  test.skip(electron === "real", "The real Electron starts without its sandbox as root, in every test.");
  const desktop = await launch({ args: ["--no-sandbox"] });
  await desktop.page();
  await expect.poll(() => desktop.output()).toContain("Chromium's sandbox is off");
});
