import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { globSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readDataKeyId } from "../database/data-key-id.ts";
import { readGateway, readGatewayToken, updateGateway } from "../database/gateways.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { replaceDataKey } from "../database/replace-data-key.ts";
import { addGateway } from "../database/test-fleet.ts";
import { secretPrint } from "../mirror/secret-print.ts";
import { ownMark } from "../provisioning/tokens/manager-mark.ts";
import { createVault, type Vault } from "../vault/vault.ts";
import { newDeviceFileOf } from "./finish-rotation.ts";
import { isNothingLost, readKeyLoss } from "./forget-secrets.ts";
import { openFolderVault } from "./open-folder-vault.ts";
import { prepareRotation, printsOf, rotateKey } from "./rotate-key.ts";
import { knownColumns, populateFolder, sealedByColumn } from "./test-populated-folder.ts";

let dataDir: string;
let database: Database;
let first: Vault;
let expectReadable: (vault: Vault) => void;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-rotate-"));
  database = openDatabase({ dataDir });
  first = openFolderVault(database, { dataDir, env: {} });
  expectReadable = populateFolder(database, dataDir, first);
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const open = (env = {}) => openFolderVault(database, { dataDir, env });
const rotate = () => rotateKey(database, { dataDir, env: {} }, null);
const keyFiles = () => readdirSync(dataDir).filter((name) => /^(data\.key|device\.json)/.test(name));

describe("a rotation", () => {
  test("seals every value under the new key, and the old key opens nothing", () => {
    const { keyId, oldKeyId, unreadable } = rotate();
    expect([oldKeyId, unreadable]).toEqual([first.keyId, []]);
    const sealed = sealedByColumn(database);
    expect([...sealed.keys()].sort()).toEqual(knownColumns);
    for (const [column, ids] of sealed) expect([column, ...ids]).toEqual([column, keyId]);
    expectReadable(open());
    expect(() => openFolderVault(database, { dataDir, env: { FLIGHTDECK_KEY: "0".repeat(64) } })).toThrow();
  });

  test("leaves nothing under the old key in any file of the folder, and no file of its own", () => {
    const oldKey = readFileSync(join(dataDir, "data.key"), "utf8").trim();
    rotate();
    expect(keyFiles()).toEqual(["data.key", "device.json"]);
    expect(statSync(join(dataDir, "data.key")).mode & 0o777).toBe(0o600);
    for (const name of readdirSync(dataDir)) {
      const bytes = readFileSync(join(dataDir, name)).toString("latin1");
      expect([name, bytes.includes(`fd1.${first.keyId}.`), bytes.includes(oldKey)]).toEqual([name, false, false]);
    }
  });

  test("leaves a token with the address it was given for", () => {
    const id = addGateway(database, { url: "ws://127.0.0.1:1" });
    updateGateway(database, first, id, { token: "for-the-first-address" });
    updateGateway(database, first, id, { url: "ws://127.0.0.1:2" });
    expect(readGateway(database, id)).toMatchObject({ hasToken: false, awaitsToken: true });
    rotate();
    expect(readGateway(database, id)).toMatchObject({ hasToken: false, awaitsToken: true });
    updateGateway(database, open(), id, { url: "ws://127.0.0.1:1" });
    expect(readGatewayToken(database, open(), id)).toBe("for-the-first-address");
  });

  test("is no change for Mission Control, and this installation keeps its name", () => {
    database.sqlite.exec("DELETE FROM mirror_changes");
    const mark = ownMark({ database, vault: first, dataDir });
    rotate();
    expect(database.sqlite.prepare("SELECT count(*) FROM mirror_changes").pluck().get()).toBe(0);
    expect(database.sqlite.prepare("SELECT pulling FROM mirror_source").pluck().get()).toBe(0);
    expect(ownMark({ database, vault: open(), dataDir })).toBe(mark);
  });

  test("keeps what the mirror knows of tokens: the same stays the same, another one stays another", () => {
    const id = addGateway(database, { url: "ws://127.0.0.1:1" });
    updateGateway(database, first, id, { token: "a-token" });
    const base = (token: string) => JSON.stringify({ id, token: secretPrint(first, id, token) });
    const put = database.sqlite.prepare(
      "INSERT INTO mirror_rows (table_name, row_id, version, base) VALUES ('gateways', ?, '1', ?)",
    );
    put.run(id, base("a-token"));
    put.run("another", base("a-token-that-was-replaced-here"));
    rotate();
    const prints = database.sqlite
      .prepare<[], string>("SELECT base ->> '$.token' FROM mirror_rows ORDER BY row_id = 'another'")
      .pluck()
      .all();
    expect(prints[0]).toBe(secretPrint(open(), id, "a-token"));
    expect(prints[1]).not.toBe(prints[0]);
    expect(prints[1]).not.toBe(secretPrint(first, id, "a-token-that-was-replaced-here"));
  });

  test("names values that the old key does not open, and keeps them", () => {
    const other = createVault(randomBytes(32));
    const id = addGateway(database, { url: "ws://127.0.0.1:1" });
    updateGateway(database, other, id, { token: "under-another-key" });
    expect(rotate().unreadable).toEqual([{ table: "gateways", id }]);
    expect(readGatewayToken(database, other, id)).toBe("under-another-key");
  });

  test("stops a command that opened the folder before from sealing under the old key", () => {
    rotate();
    const id = addGateway(database, { url: "ws://127.0.0.1:1" });
    expect(() => updateGateway(database, first, id, { token: "too-late" })).toThrow(
      expect.objectContaining({ code: "vault-key" }),
    );
  });

  test("with FLIGHTDECK_KEY takes the key that is given, and writes none", () => {
    const given = randomBytes(32);
    const env = { FLIGHTDECK_KEY: readFileSync(join(dataDir, "data.key"), "utf8").trim() };
    rmSync(join(dataDir, "data.key"));
    rotateKey(database, { dataDir, env }, given);
    expect(keyFiles()).toEqual(["device.json"]);
    expect(() => open(env)).toThrow(expect.objectContaining({ code: "vault-key" }));
    expectReadable(open({ FLIGHTDECK_KEY: given.toString("base64") }));
    expect(() => rotateKey(database, { dataDir, env: { FLIGHTDECK_KEY: given.toString("hex") } }, given)).toThrow(
      /the present one/,
    );
  });
});

/** The steps of a rotation, each of which a crash may follow. */
const steps: [string, () => void][] = [
  ["the new files are written", () => void prepareRotation(database, { dataDir, env: {} }, null)],
  ["the database has changed", () => void changeDatabase()],
  [
    "the device identity is in its place",
    () => {
      changeDatabase();
      renameSync(newDeviceFileOf(dataDir), join(dataDir, "device.json"));
    },
  ],
];

function changeDatabase(): void {
  const { from, to } = prepareRotation(database, { dataDir, env: {} }, null);
  replaceDataKey(database, { dataDir, from, to, printsOf: () => printsOf(database, from, to) });
}

describe.each(steps)("a rotation that is cut off when %s", (_, cutOff) => {
  beforeEach(cutOff);

  test("leaves a folder that opens with everything readable, and can be rotated", () => {
    expectReadable(open());
    rotate();
    expectReadable(open());
    expect(keyFiles()).toEqual(["data.key", "device.json"]);
  });

  test("is no lost key", () => {
    expect(isNothingLost(readKeyLoss(database, { dataDir, env: {} }))).toBe(true);
  });
});

test("a transaction that fails leaves the old key and everything under it", () => {
  database.sqlite.exec(
    "CREATE TEMP TRIGGER fails BEFORE UPDATE OF key ON main.browser_sessions BEGIN SELECT RAISE(ABORT, 'disk'); END",
  );
  expect(rotate).toThrow("disk");
  expect(readDataKeyId(database)).toBe(first.keyId);
  expectReadable(open());
});

test("kills at any moment leave a folder that opens with everything readable", { timeout: 120_000 }, async () => {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const script = `
    import { openDatabase } from ${module("../database/open-database.ts")};
    import { rotateKey } from ${module("./rotate-key.ts")};
    const dataDir = ${JSON.stringify(dataDir)};
    const database = openDatabase({ dataDir });
    console.log("ready");
    while (true) rotateKey(database, { dataDir, env: {} }, null);`;
  const seen = new Set<string>();
  for (let kill = 0; kill < 20; kill += 1) {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    await once(child.stdout, "data");
    await delay(kill * 7);
    child.kill("SIGKILL");
    expect((await ended)[1]).toBe("SIGKILL");
    const vault = open();
    expectReadable(vault);
    seen.add(vault.keyId);
  }
  expect(seen.size).toBeGreaterThan(1);
});

test("whoever seals is known, so that no sealed column is missing in the list", () => {
  const root = join(import.meta.dirname, "..");
  const files = globSync("**/*.ts", { cwd: root, exclude: (name) => /(^|\/)test-|\.test\.ts$/.test(name) });
  const sealing = files.filter((file) => /\.seal(Bytes)?\(/.test(readFileSync(join(root, file), "utf8")));
  expect(sealing.map((file) => file.replaceAll("\\", "/")).sort()).toEqual([
    "database/browser-sessions.ts",
    "database/contents.ts",
    "database/device-tokens.ts",
    "database/gateways.ts",
    "database/import-fleet.ts",
    "database/mirror/mirror-source.ts",
    "database/reseal-values.ts",
    "database/workspace-moves.ts",
    "gateway/device-identity.ts",
    "keys/open-folder-vault.ts",
    // For the conflict of a deleted gateway as well.
    "mirror/remote-values.ts",
  ]);
});
