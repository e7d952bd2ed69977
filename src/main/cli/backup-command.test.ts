import { rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BackupList } from "../../shared/backups.ts";
import { openDatabase } from "../database/open-database.ts";
import { lockDataFolder } from "../lock-data-folder.ts";
import type { RestorePlan } from "../restore/plan-restore.ts";
import type { Restored } from "../restore/restore-backup.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
beforeAll(async () => {
  fixture = await openCliFixture();
});
afterAll(() => fixture.close());

type ErrorJson = { error: { code: string; message: string; hint: string } };

/** A data folder with a fleet, and a backup of it from before its first gateway was renamed. */
async function changedCli(): Promise<TestCli> {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  expect((await cli.runHere(["backup", "make"])).code).toBe(0);
  const db = openDatabase({ dataDir: cli.dataDir });
  db.sqlite.exec("UPDATE gateways SET name = 'Renamed'");
  db.close();
  return cli;
}

const gatewayNames = async (cli: TestCli) =>
  (await cli.jsonHere<{ gateways: { name: string }[] }>(["list", "gateways"])).json.gateways.map(({ name }) => name);

test("lists what is in each backup", async () => {
  const cli = await changedCli();
  const { code, json } = await cli.jsonHere<BackupList>(["backup", "list"]);
  expect([code, json.folder, json.backups.length]).toEqual([0, join(cli.dataDir, "backups"), 1]);
  expect(json.backups[0]).toMatchObject({ reason: "by-hand", problem: null, counts: { gateways: 1 } });
  expect((await cli.runHere(["backup", "list"])).stdout).toMatch(/0001-by-hand-.*made by hand.*1 gateway/);
});

test("a dry run makes nothing", async () => {
  const cli = await changedCli();
  expect((await cli.jsonHere(["backup", "make", "--dry-run"])).json).toMatchObject({ dryRun: true, deletes: [] });
  expect((await cli.jsonHere<BackupList>(["backup", "list"])).json.backups).toHaveLength(1);
});

describe("a restore", () => {
  test("says in a dry run what would be lost, and changes nothing", async () => {
    const cli = await changedCli();
    const { code, json } = await cli.jsonHere<RestorePlan>(["backup", "restore", "1", "--dry-run"]);
    expect(code).toBe(10);
    expect(json.loss?.records).toEqual([{ what: "gateways", added: [], changed: ["Renamed"], deleted: [] }]);
    expect((await cli.runHere(["backup", "restore", "1", "--dry-run"])).stdout).toContain(
      'Changed gateways: "Renamed"',
    );
    expect(await gatewayNames(cli)).toEqual(["Renamed"]);
  });

  test("refuses an empty file", async () => {
    const cli = await changedCli();
    writeFileSync(join(cli.dataDir, "backups", "0090-by-hand-2026-01-01T00-00-00Z.db"), "");
    const { code, stderr } = await cli.runHere(["backup", "restore", "90", "--yes"]);
    expect([code, stderr]).toEqual([4, expect.stringContaining("is empty or not of Flight Deck")]);
    expect(await gatewayNames(cli)).toEqual(["Renamed"]);
  });

  test("asks first, and is refused where nothing can be asked", async () => {
    const cli = await changedCli();
    const refused = await cli.jsonHere<ErrorJson>(["backup", "restore", "1"]);
    expect([refused.code, refused.json.error.code]).toEqual([2, "bad-input"]);
    expect(refused.json.error.hint).toContain("--yes");
    let question = "";
    const answer = (yes: boolean) => async (asked: string) => {
      question = asked;
      return yes;
    };
    expect((await cli.runHere(["backup", "restore", "1"], { ask: answer(false) })).code).toBe(2);
    expect(question).toContain('"Renamed"');
    expect(await gatewayNames(cli)).toEqual(["Renamed"]);
    expect((await cli.runHere(["backup", "restore", "1"], { ask: answer(true) })).code).toBe(0);
    expect(await gatewayNames(cli)).toEqual(["Practice gateway"]);
  });

  test("keeps what it replaces, and gateways are reached as before", async () => {
    const cli = await changedCli();
    const { code, json } = await cli.jsonHere<Restored>(["backup", "restore", "1", "--yes"]);
    expect([code, json.replaced?.reason]).toEqual([0, "before-restore"]);
    expect((await cli.runHere(["gateway", "check", "Practice gateway"])).code).toBe(0);
    expect((await cli.runHere(["backup", "restore", json.replaced?.name ?? "", "--yes"])).code).toBe(0);
    expect(await gatewayNames(cli)).toEqual(["Renamed"]);
  });

  test("is refused while Flight Deck is open", async () => {
    const cli = await changedCli();
    const unlock = lockDataFolder(cli.dataDir);
    const { code, json } = await cli.jsonHere<ErrorJson>(["backup", "restore", "1", "--yes"]);
    unlock();
    expect([code, json.error.code]).toEqual([2, "data-dir-locked"]);
  });

  test("needs a word for secrets under a former key", async () => {
    const cli = await changedCli();
    expect((await cli.runHere(["key", "rotate"])).code).toBe(0);
    const refused = await cli.jsonHere<ErrorJson>(["backup", "restore", "1", "--yes"]);
    expect([refused.code, refused.json.error.code]).toEqual([2, "vault-key"]);
    expect(refused.json.error.message).toContain('the token or password of gateway "Practice gateway"');
    expect(await gatewayNames(cli)).toEqual(["Renamed"]);
    expect((await cli.runHere(["backup", "restore", "1", "--yes", "--forget-secrets"])).code).toBe(0);
    expect(await gatewayNames(cli)).toEqual(["Practice gateway"]);
    expect((await cli.runHere(["key", "status"])).code).toBe(0);
  });
});

describe("without a database that can be read", () => {
  test("every command names the backups, and a restore repairs it", async () => {
    const cli = await changedCli();
    writeFileSync(join(cli.dataDir, "flight-deck.db"), "no database, but long enough to be looked at");
    const failed = await cli.jsonHere<ErrorJson>(["list", "gateways"]);
    expect([failed.code, failed.json.error.code]).toEqual([4, "database-unreadable"]);
    expect(failed.json.error.hint).toContain("backup restore");
    expect((await cli.jsonHere<BackupList>(["backup", "list"])).json.backups).toHaveLength(1);
    expect((await cli.runHere(["backup", "restore", "1", "--yes"])).code).toBe(0);
    expect(await gatewayNames(cli)).toEqual(["Practice gateway"]);
  });

  test.each([
    ["gone", (path: string) => rmSync(path)],
    ["empty", (path: string) => writeFileSync(path, "")],
  ])("a folder whose database is %s does not become a new fleet", async (_state, spoil) => {
    const cli = fixture.newCli();
    await fixture.importInto(cli, fixture.fleetWith());
    expect((await cli.runHere(["gateway", "check", "Practice gateway"])).code).toBe(0);
    const path = join(cli.dataDir, "flight-deck.db");
    spoil(path);
    for (const words of [
      ["list", "gateways"],
      ["gateway", "check", "Practice gateway"],
    ]) {
      const { code, json } = await cli.jsonHere<ErrorJson>(words);
      expect([code, json.error.code]).toEqual([4, "database-missing"]);
      expect(json.error.message).toContain("device.json");
    }
    expect(statSync(path, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  });

  test("it offers the backups there are", async () => {
    const cli = await changedCli();
    rmSync(join(cli.dataDir, "flight-deck.db"));
    const { code, json } = await cli.jsonHere<ErrorJson>(["list", "gateways"]);
    expect([code, json.error.message]).toEqual([4, expect.stringContaining("1 backup")]);
    expect(json.error.hint).toContain("backup restore");
  });

  test("a restore works where the file is gone", async () => {
    const cli = await changedCli();
    rmSync(join(cli.dataDir, "flight-deck.db"));
    expect((await cli.runHere(["backup", "restore", "1", "--yes"])).code).toBe(0);
    expect(await gatewayNames(cli)).toEqual(["Practice gateway"]);
  });
});

test("a lock that cannot be made has the exit code of the data folder's trouble", async () => {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  rmSync(join(cli.dataDir, "locks"), { recursive: true, force: true });
  writeFileSync(join(cli.dataDir, "locks"), "a file where the folder belongs");
  const { code, json } = await cli.jsonHere<ErrorJson>(["sync", "--gateway", "Practice gateway"]);
  expect([code, json.error.code]).toEqual([4, "database-unwritable"]);
});

test("nothing secret is shown", () => {
  expect(fixture.transcript()).not.toContain("gateway-token-that-must-not-show");
});
