import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readContent } from "../database/contents.ts";
import { readGatewayToken } from "../database/gateways.ts";
import { openDatabase } from "../database/open-database.ts";
import { testVault } from "../database/test-fleet.ts";
import { openFolderVault } from "../keys/open-folder-vault.ts";
import { failAt } from "../keys/test-failing-disk.ts";
import { lockDataFolder } from "../lock-data-folder.ts";
import { expectMode } from "../vault/test-expect-mode.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
beforeAll(async () => {
  fixture = await openCliFixture();
});
afterAll(() => fixture.close());

/** A data folder with the sample fleet, synced. */
async function syncedCli(): Promise<TestCli> {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  const { code, stderr } = await cli.runHere([
    "sync",
    "--gateway",
    "Practice gateway",
    "--rotate-tokens",
    "--take-over",
  ]);
  if (code !== 0) throw new Error(stderr);
  return cli;
}

function tokenHashes(cli: TestCli): unknown[] {
  const database = openDatabase({ dataDir: cli.dataDir });
  try {
    return database.sqlite.prepare("SELECT id, agent_token_hash FROM agents ORDER BY id").all();
  } finally {
    database.close();
  }
}

const copyIn = (cli: TestCli) => readdirSync(cli.dataDir).filter((name) => /^flight-deck\.before-.*\.db$/.test(name));

test("a lost data.key leads to a fleet without its secrets, whose agents keep their tokens", async () => {
  const cli = await syncedCli();
  const hashes = tokenHashes(cli);
  rmSync(join(cli.dataDir, "data.key"));

  const sync = ["sync", "--gateway", "Practice gateway"];
  const refused = await cli.runHere(sync);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("key forget-secrets");
  expect((await cli.runHere(["list", "agents"])).code).toBe(0);
  expect(existsSync(join(cli.dataDir, "data.key"))).toBe(false);

  const unasked = await cli.runHere(["key", "forget-secrets"]);
  expect(unasked.code).toBe(2);
  expect(unasked.stderr).toContain('the token or password of gateway "Practice gateway"');
  expect(unasked.stderr).toContain("the device key");
  expect(unasked.stderr).toContain("--yes");
  const declined = await cli.runHere(["key", "forget-secrets"], { ask: async () => false });
  expect(declined.code).toBe(2);
  expect(copyIn(cli)).toEqual([]);

  const forgotten = await cli.runHere(["key", "forget-secrets"], { ask: async () => true });
  expect([forgotten.code, forgotten.stderr]).toEqual([0, ""]);
  expect(forgotten.stdout).toContain("set-token 'Practice gateway'");
  const [copy = ""] = copyIn(cli);
  expectMode(join(cli.dataDir, copy), 0o600);

  expect(tokenHashes(cli)).toEqual(hashes);
  const token = cli.file("token.txt", "");
  writeFileSync(token, fixture.gateway.token);
  expect((await cli.runHere(["gateway", "set-token", "Practice gateway", "--token-file", token])).code).toBe(0);
  const synced = await cli.runHere(sync);
  expect([synced.code, synced.stderr.includes("token")]).toEqual([0, false]);
  expect(tokenHashes(cli)).toEqual(hashes);
});

test("FLIGHTDECK_KEY that was forgotten once is asked for again, and nothing is lost by that", async () => {
  const cli = fixture.newCli();
  const env = { FLIGHTDECK_KEY: Buffer.alloc(32, 5).toString("base64") };
  const fleet = cli.file("fleet.json", fixture.fleetWith());
  expect((await cli.runHere(["import", fleet], { env })).code).toBe(0);
  const token = cli.file("token.txt", "another-token");
  const forgot = await cli.runHere(["gateway", "set-token", "Practice gateway", "--token-file", token]);
  expect([forgot.code, existsSync(join(cli.dataDir, "data.key"))]).toEqual([2, false]);
  expect((await cli.runHere(["gateway", "check", "Practice gateway"], { env })).code).toBe(0);
});

test("what the present key opens is kept", async () => {
  const cli = await syncedCli();
  const { json } = await cli.jsonHere(["key", "forget-secrets", "--yes"]);
  expect(json).toEqual({ forgotten: null });
  expect(copyIn(cli)).toEqual([]);
  // As an earlier version left a folder where FLIGHTDECK_KEY was forgotten once.
  const database = openDatabase({ dataDir: cli.dataDir });
  const [id] = database.sqlite.prepare<[], string>("SELECT id FROM gateways").pluck().all();
  database.sqlite.exec(
    "INSERT INTO contents (sha256, sealed, size_bytes) VALUES ('sha', CAST('fd1.AAAAAAAA.abc' AS BLOB), 3)",
  );
  const some = await cli.jsonHere<{ forgotten: { gatewayTokens: string[]; keptFiles: number } }>([
    "key",
    "forget-secrets",
    "--yes",
  ]);
  expect(some.json.forgotten).toMatchObject({ gatewayTokens: [], keptFiles: 1, deviceIdentity: false });
  expect(readContent(database, testVault, "sha")).toBeUndefined();
  const vault = openFolderVault(database, { dataDir: cli.dataDir, env: {} });
  expect(readGatewayToken(database, vault, id ?? "")).toBe(fixture.gateway.token);
  database.close();
});

test.each([
  ["in the key store of the system", (path: string) => writeFileSync(path, "os-key-store:gnome_libsecret:AAAA\n")],
  ["in a place that cannot be read", (path: string) => mkdirSync(path)],
])("a key %s may still be good: nothing is forgotten before the operator renames data.key", async (_where, put) => {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  const [path, kept] = [join(cli.dataDir, "data.key"), join(cli.dataDir, "kept.key")];
  renameSync(path, kept);
  put(path);
  const refused = await cli.runHere(["key", "forget-secrets", "--yes"]);
  const unasked = await cli.runHere(["key", "forget-secrets"], { ask: async () => true });
  for (const { code, stderr } of [refused, unasked]) {
    expect([code, stderr]).toEqual([2, expect.stringContaining("nothing was forgotten")]);
    expect(stderr).toContain("rename data.key");
  }
  expect(copyIn(cli)).toEqual([]);
  renameSync(path, join(cli.dataDir, "aside"));
  renameSync(kept, path);
  expect((await cli.runHere(["key", "status"])).code).toBe(0);

  renameSync(path, join(cli.dataDir, "lost.key"));
  expect((await cli.runHere(["key", "forget-secrets", "--yes"])).code).toBe(0);
  expect((await cli.runHere(["key", "status"])).code).toBe(0);
});

test.each(["data.key", "device.json"])(
  "%s that is mounted by itself is refused before anything is lost",
  async (name) => {
    const cli = fixture.newCli();
    await fixture.importInto(cli, fixture.fleetWith());
    const checked = await cli.runHere(["gateway", "check", "Practice gateway"]);
    expect(checked.code).toBe(0);
    const env = name === "data.key" ? {} : { FLIGHTDECK_KEY: Buffer.alloc(32, 5).toString("base64") };
    writeFileSync(join(cli.dataDir, "data.key"), "damaged");
    const disk = failAt("linkSync", "EXDEV");
    const refused = await cli.runHere(["key", "forget-secrets", "--yes"], { env });
    disk.restore();
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(`${name} is mounted by itself`)]);
    expect(copyIn(cli)).toEqual([]);
    expect((await cli.runHere(["key", "forget-secrets", "--yes"], { env })).code).toBe(0);
  },
);

test("a key file that holds no key is lost, and kept aside", async () => {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  writeFileSync(join(cli.dataDir, "data.key"), "damaged\n");
  expect((await cli.runHere(["key", "status"])).code).toBe(1);
  expect((await cli.runHere(["key", "forget-secrets", "--yes"])).code).toBe(0);
  const aside = readdirSync(cli.dataDir).filter((name) => name.startsWith("data.key.before-"));
  expect(aside).toHaveLength(1);
});

test("a host that has the folder open is named", async () => {
  const cli = await syncedCli();
  renameSync(join(cli.dataDir, "data.key"), join(cli.dataDir, "elsewhere.key"));
  const letGo = lockDataFolder(cli.dataDir);
  const refused = await cli.runHere(["key", "forget-secrets", "--yes"]);
  letGo();
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(`process ${process.pid}`)]);
  expect(copyIn(cli)).toEqual([]);
});
