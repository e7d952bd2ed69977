import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lockDataFolder } from "../lock-data-folder.ts";
import { lockGateway } from "../provisioning/model/run-lock.ts";
import { shareKey } from "../vault/share-key.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
beforeAll(async () => {
  fixture = await openCliFixture();
});
afterAll(() => fixture.close());

type Status = { keyId: string | null; source: string; neededKeyId: string | null; sealsAll: boolean | null };

async function importedCli(env: Record<string, string> = {}): Promise<TestCli> {
  const cli = fixture.newCli();
  const { code, stderr } = await cli.runHere(["import", cli.file("fleet.json", fixture.fleetWith())], { env });
  if (code !== 0) throw new Error(stderr);
  return cli;
}

const keyFile = (cli: TestCli) => join(cli.dataDir, "data.key");
const check = ["gateway", "check", "Practice gateway"];

describe("without FLIGHTDECK_KEY", () => {
  test("a rotation changes the key, and gateways are reached as before", async () => {
    const cli = await importedCli();
    const before = readFileSync(keyFile(cli), "utf8");
    expect((await cli.runHere(check)).code).toBe(0);
    const { json: old } = await cli.jsonHere<Status>(["key", "status"]);
    const rotated = await cli.runHere(["key", "rotate"]);
    expect([rotated.code, rotated.stderr]).toEqual([0, ""]);
    const after = readFileSync(keyFile(cli), "utf8");
    expect(after).not.toBe(before);
    expect((await cli.runHere(check)).code).toBe(0);
    const { code, json: now } = await cli.jsonHere<Status>(["key", "status"]);
    expect([code, now.sealsAll, now.source]).toEqual([0, true, keyFile(cli)]);
    expect(now.keyId).not.toBe(old.keyId);
    for (const key of [before, after]) expect(cli.transcript()).not.toContain(key.trim());
  });

  test.each([
    ["damaged", (path: string) => writeFileSync(path, "{ half a file")],
    ["a folder", (path: string) => mkdirSync(path)],
  ])("a device identity that is %s is told", async (_state, spoil) => {
    const cli = await importedCli();
    const path = join(cli.dataDir, "device.json");
    rmSync(path, { force: true });
    spoil(path);
    const { code, json } = await cli.jsonHere<ErrorJson>(["key", "status"]);
    expect([code, json.error.code, json.error.message]).toEqual([
      2,
      "vault-key",
      expect.stringContaining("device.json"),
    ]);
    rmSync(path, { recursive: true });
    expect((await cli.runHere(["key", "status"])).code).toBe(0);
  });

  test("an open host and a run in progress are named, and nothing changes", async () => {
    const cli = await importedCli();
    const before = readFileSync(keyFile(cli), "utf8");
    const closeHost = lockDataFolder(cli.dataDir);
    const host = await cli.jsonHere<ErrorJson>(["key", "rotate"]);
    closeHost();
    expect([host.code, host.json.error.code]).toEqual([2, "data-dir-locked"]);
    expect(host.json.error.message).toContain(`process ${process.pid}`);
    const { id } = (fixture.fleetWith().gateways as { id: string }[])[0] ?? { id: "" };
    const endRun = lockGateway(cli.dataDir, { id, name: "Practice gateway" });
    const run = await cli.jsonHere<ErrorJson>(["key", "rotate"]);
    endRun();
    expect(run.json.error).toMatchObject({
      code: "run-in-progress",
      message: expect.stringContaining("Practice gateway"),
    });
    expect(readFileSync(keyFile(cli), "utf8")).toBe(before);
    expect((await cli.runHere(["key", "rotate"])).code).toBe(0);
  });

  test("a key in the system's key store has to come back into its file first, and stays as it is", async () => {
    const cli = await importedCli();
    writeFileSync(keyFile(cli), "os-key-store:gnome_libsecret:AAAA\n");
    const closeHost = lockDataFolder(cli.dataDir);
    const { code, json } = await cli.jsonHere<ErrorJson>(["key", "rotate"]);
    closeHost();
    expect([code, json.error.code]).toEqual([2, "vault-key"]);
    expect(json.error.hint).toContain("Settings → Data key");
    expect(readFileSync(keyFile(cli), "utf8")).toContain("os-key-store:");
  });

  test("a new key that is given has no place", async () => {
    const cli = await importedCli();
    const given = await cli.runHere(["key", "rotate", "--new-key-file", keyFile(cli)]);
    expect([given.code, given.stderr]).toEqual([2, expect.stringContaining("--new-key-file")]);
  });
});

type ErrorJson = { error: { code: string; message: string; hint: string } };

test("with FLIGHTDECK_KEY the new key comes from a file, and counts from then on", async () => {
  const [key, newKey] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
  const env = { FLIGHTDECK_KEY: key };
  const cli = await importedCli(env);
  const missing = await cli.runHere(["key", "rotate"], { env });
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("--new-key-file")]);
  const file = cli.file("new.key", "");
  writeFileSync(file, "no key");
  expect((await cli.runHere(["key", "rotate", "--new-key-file", file], { env })).code).toBe(2);
  expect((await cli.runHere(check, { env })).code).toBe(0);
  writeFileSync(file, `${newKey}\n`);
  expect((await cli.runHere(["key", "rotate", "--new-key-file", file], { env })).code).toBe(0);
  expect((await cli.runHere(check, { env })).code).toBe(2);
  expect((await cli.runHere(check, { env: { FLIGHTDECK_KEY: newKey } })).code).toBe(0);
  expect(existsSync(keyFile(cli))).toBe(false);
  for (const secret of [key, newKey]) expect(cli.transcript()).not.toContain(secret);
});

test("the status tells a lost key from one that fits, and makes none", async () => {
  const empty = fixture.newCli();
  const fresh = await empty.jsonHere<Status>(["key", "status"]);
  expect(fresh.json).toMatchObject({ keyId: null, neededKeyId: null, sealsAll: true });
  expect(existsSync(keyFile(empty))).toBe(false);
  const cli = await importedCli({ FLIGHTDECK_KEY: "7".repeat(64) });
  const { code, json } = await cli.jsonHere<Status>(["key", "status"]);
  expect([code, json.keyId, json.sealsAll]).toEqual([1, null, false]);
  expect(json.neededKeyId).toMatch(/^[\w-]{8}$/);
  const { stdout } = await cli.runHere(["key", "status"]);
  expect(stdout).toContain('the token or password of gateway "Practice gateway"');
  expect(stdout).toContain("flightdeck key forget-secrets");
  expect(existsSync(keyFile(cli))).toBe(false);
});

describe("a key that is there, but cannot be read now", () => {
  const wrapped = "os-key-store:gnome_libsecret:AAAA\n";

  test("in the key store of a closed desktop app is reported as not checked, and as fine while the app is open", async () => {
    const cli = await importedCli();
    const key = readFileSync(keyFile(cli), "utf8");
    writeFileSync(keyFile(cli), wrapped);
    const closed = await cli.runHere(["key", "status"]);
    expect(closed.code).toBe(2);
    expect(closed.stdout).toContain("cannot be checked while the desktop app is closed");
    expect(closed.stdout).toContain("Open the desktop app on this data folder");
    expect(closed.stdout).not.toMatch(/lost|forget-secrets|another key/);
    const { code, json } = await cli.jsonHere<Status>(["key", "status"]);
    expect([code, json]).toEqual([2, expect.objectContaining({ keyId: null, sealsAll: null })]);

    const end = await shareKey(cli.dataDir, Buffer.from(key.trim(), "base64url"));
    const open = await cli.jsonHere<Status>(["key", "status"]);
    end();
    expect([open.code, open.json.sealsAll]).toEqual([0, true]);
    writeFileSync(keyFile(cli), key);
    expect((await cli.runHere(["key", "status"])).code).toBe(0);
  });

  test("in a place that cannot be read is reported as not checked", async () => {
    const cli = await importedCli();
    renameSync(keyFile(cli), join(cli.dataDir, "kept.key"));
    mkdirSync(keyFile(cli));
    const { code, stdout } = await cli.runHere(["key", "status"]);
    expect([code, stdout]).toEqual([2, expect.stringContaining("cannot be read")]);
    expect(stdout).toContain("cannot be checked");
    expect(stdout).not.toMatch(/lost|another key/);
  });

  test("is of no interest to a folder without secrets", async () => {
    const cli = fixture.newCli();
    expect((await cli.runHere(["list", "agents"])).code).toBe(0);
    writeFileSync(keyFile(cli), wrapped);
    const { code, json } = await cli.jsonHere<Status>(["key", "status"]);
    expect([code, json.sealsAll]).toEqual([0, true]);
  });
});

test("commands that need no secret work without the key, and make none", async () => {
  const cli = await importedCli({ FLIGHTDECK_KEY: "7".repeat(64) });
  for (const words of [
    ["list", "agents"],
    ["list", "gateways"],
    ["runs", "list"],
    ["browser", "sessions"],
  ]) {
    expect((await cli.runHere(words)).code).toBe(0);
  }
  expect(existsSync(keyFile(cli))).toBe(false);
});
