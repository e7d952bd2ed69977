import { readdirSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backupsFolderOf, listBackups } from "../database/backups/backup-files.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture();
  // Large enough for many turns of this thread while it is copied.
  const { sqlite } = fixture.hostedApp.services.database;
  sqlite.exec("CREATE TABLE ballast (bytes BLOB)");
  for (let count = 0; count < 40; count += 1) sqlite.exec("INSERT INTO ballast VALUES (randomblob(1000000))");
});
afterEach(() => fixture.close());

const filesIn = (dataDir: string) => readdirSync(backupsFolderOf(dataDir)).filter((name) => name.endsWith(".db"));
const isCopying = (dataDir: string) => {
  try {
    return filesIn(dataDir).some((name) => name.startsWith("draft-"));
  } catch {
    return false;
  }
};

test.each([
  ["by hand", () => fixture.client.app.makeBackup()],
  ["of the day", () => fixture.hostedApp.services.backups.look()],
])("calls are answered while a backup %s is made", async (_kind, make) => {
  const { client, gatewayId, dataDir } = fixture;
  let isDone = false;
  const made = make().finally(() => {
    isDone = true;
  });
  let answered = 0;
  while (!isDone) {
    const isBefore = isCopying(dataDir);
    await client.gateways.update({ id: gatewayId, change: { name: `Renamed ${answered}` } });
    if (isBefore && isCopying(dataDir)) answered += 1;
    await turn();
  }
  await made;
  expect(answered).toBeGreaterThan(0);
  expect(filesIn(dataDir)).toEqual([`${listBackups(dataDir)[0]?.name}.db`]);
});

test("two that are asked for at once are made one after the other", async () => {
  const { client, hostedApp, dataDir } = fixture;
  await Promise.all([hostedApp.services.backups.look(), client.app.makeBackup(), client.app.makeBackup()]);
  expect(listBackups(dataDir).map(({ reason }) => reason)).toEqual(["by-hand", "by-hand", "daily"]);
  expect(hostedApp.services.backups.problem).toBeNull();
});

test("a host that closes gives it up, and leaves no part of it", async () => {
  const { hostedApp, dataDir } = fixture;
  const { backups } = hostedApp.services;
  const made = backups.look();
  while (!isCopying(dataDir)) await turn();
  await backups.stop();
  await made;
  expect([filesIn(dataDir), backups.problem]).toEqual([[], null]);
});
