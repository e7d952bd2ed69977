import { randomBytes } from "node:crypto";
import { globSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readDataKeyId } from "../database/data-key-id.ts";
import { readGateway, readGatewayToken, updateGateway } from "../database/gateways.ts";
import { sealedColumns } from "../database/sealed-values.ts";
import { addGateway } from "../database/test-fleet.ts";
import { secretPrint } from "../mirror/secret-print.ts";
import { ownMark } from "../provisioning/tokens/manager-mark.ts";
import { expectMode } from "../vault/test-expect-mode.ts";
import { isNothingLost, readKeyLoss } from "./forget-secrets.ts";
import { openFolderVault } from "./open-folder-vault.ts";
import { rotateKey } from "./rotate-key.ts";
import { failAt, failAtStep } from "./test-failing-disk.ts";
import { knownColumns, sealedByColumn } from "./test-populated-folder.ts";
import { database, dataDir, expectReadable, first, isFailing, keyFiles, open, rotate } from "./test-rotation.ts";

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
    expectMode(join(dataDir, "data.key"), 0o600);
    for (const name of readdirSync(dataDir)) {
      const bytes = readFileSync(join(dataDir, name)).toString("latin1");
      expect([name, bytes.includes(`fd1.${first.keyId}.`), bytes.includes(oldKey)]).toEqual([name, false, false]);
    }
  });

  test("goes back to an earlier key", () => {
    const [one, other] = [randomBytes(32), randomBytes(32)];
    rotate();
    let present = readFileSync(join(dataDir, "data.key"), "utf8").trim();
    for (const key of [one, other, one]) {
      const { unreadable } = rotateKey(database, { dataDir, env: { FLIGHTDECK_KEY: present } }, key);
      expect(unreadable).toEqual([]);
      present = key.toString("base64url");
      expectReadable(open({ FLIGHTDECK_KEY: present }));
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
    const id = addGateway(database, { url: "ws://127.0.0.1:1" });
    const altered = `fd1.${first.keyId}.altered`;
    database.sqlite.prepare("UPDATE gateways SET token = ? WHERE id = ?").run(altered, id);
    expect(rotate().unreadable).toEqual([{ table: "gateways", id }]);
    expect(database.sqlite.prepare("SELECT token FROM gateways WHERE id = ?").pluck().get(id)).toBe(altered);
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

test("whatever step it is cut off at, the folder opens with everything readable, and can be rotated", () => {
  const keyIds = new Set<string>();
  let step = 0;
  for (let isCutOff = true; isCutOff; step += 1) {
    const host = failAtStep(database, step);
    isCutOff = isFailing(rotate);
    host.restore();
    expect(isNothingLost(readKeyLoss(database, { dataDir, env: {} }))).toBe(true);
    const vault = open();
    expectReadable(vault);
    keyIds.add(vault.keyId);
  }
  // Some cuts come before the database has changed and leave the old key, others come after it.
  expect(keyIds.size).toBeGreaterThan(2);
  expect(keyIds.size).toBeLessThan(step);
  rotate();
  expectReadable(open());
  expect(keyFiles()).toEqual(["data.key", "device.json"]);
});

test("a disk that is full leaves the old key, everything under it, and no new files", () => {
  database.sqlite.exec(
    "CREATE TEMP TRIGGER fails BEFORE UPDATE OF key ON main.browser_sessions BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  );
  expect(rotate).toThrow(expect.objectContaining({ code: "vault-key", message: expect.stringContaining("disk full") }));
  expect(readDataKeyId(database)).toBe(first.keyId);
  expect(keyFiles()).toEqual(["data.key", "device.json"]);
  expectReadable(open());
});

test("files that cannot be put into their places are named, and the next start tries again", () => {
  const blocked = join(dataDir, "device.json");
  const host = failAt("renameSync");
  expect(rotate).toThrow(
    expect.objectContaining({ code: "vault-key", message: expect.stringContaining(`cannot be moved to ${blocked}`) }),
  );
  expect(open).toThrow(expect.objectContaining({ code: "vault-key" }));
  host.restore();
  expectReadable(open());
});

describe("a file that cannot be replaced in its place", () => {
  const refusal = (what: RegExp) =>
    expect.objectContaining({ code: "vault-key", message: expect.stringMatching(what) });

  // Windows lets only administrators and developers make symbolic links.
  test.skipIf(process.platform === "win32").each(["data.key", "device.json"])(
    "%s as a symbolic link is refused before anything changes",
    (name) => {
      const [path, target] = [join(dataDir, name), join(dataDir, "..", `${basename(dataDir)}-${name}`)];
      renameSync(path, target);
      symlinkSync(target, path);
      const content = readFileSync(target, "utf8");
      expect(rotate).toThrow(refusal(/symbolic link/));
      expect([lstatSync(path).isSymbolicLink(), readFileSync(target, "utf8")]).toEqual([true, content]);
      expect(readDataKeyId(database)).toBe(first.keyId);
      expect(keyFiles()).toEqual(["data.key", "device.json"]);
      expectReadable(open());
      rmSync(path);
      renameSync(target, path);
      rotate();
      expectReadable(open());
    },
  );

  test("a file that is mounted by itself is refused before anything changes", () => {
    const host = failAt("linkSync", "EXDEV");
    expect(rotate).toThrow(refusal(/mounted/));
    host.restore();
    expect(readDataKeyId(database)).toBe(first.keyId);
    expect(keyFiles()).toEqual(["data.key", "device.json"]);
    expectReadable(open());
  });

  test.skipIf(process.platform === "win32")("FLIGHTDECK_KEY leaves data.key alone, whatever it is", () => {
    const key = readFileSync(join(dataDir, "data.key"), "utf8").trim();
    rmSync(join(dataDir, "data.key"));
    symlinkSync("elsewhere", join(dataDir, "data.key"));
    const given = randomBytes(32);
    rotateKey(database, { dataDir, env: { FLIGHTDECK_KEY: key } }, given);
    expectReadable(open({ FLIGHTDECK_KEY: given.toString("hex") }));
    expect(lstatSync(join(dataDir, "data.key")).isSymbolicLink()).toBe(true);
  });

  test.each(["EBUSY", "EXDEV"])("gets its new content in place if that is seen too late (%s)", (code) => {
    const inode = statSync(join(dataDir, "data.key")).ino;
    const host = failAt("renameSync", code);
    const { keyId } = rotate();
    expect(open().keyId).toBe(keyId);
    host.restore();
    expectReadable(open());
    expect(statSync(join(dataDir, "data.key")).ino).toBe(inode);
    expect(keyFiles()).toEqual(["data.key", "device.json"]);
  });

  test("whatever step writing in place is cut off at, the next start finishes it", () => {
    for (let step = 0, isCutOff = true; isCutOff; step += 1) {
      const host = failAtStep(database, step, true);
      isCutOff = isFailing(rotate);
      host.restore();
      const mounted = failAt("renameSync", "EBUSY");
      expectReadable(open());
      mounted.restore();
      expectReadable(open());
    }
  });
});

test.each(sealedColumns)(
  "$table takes no value that was sealed before the rotation",
  ({ table, column, contextOf }) => {
    const late = first.seal("sealed before", contextOf("1"));
    const store = database.sqlite.prepare(`UPDATE ${table} SET ${column} = ?`);
    rotate();
    expect(() => store.run(late)).toThrow(/was replaced/);
    store.run(open().seal("sealed after", contextOf("1")));
  },
);

/**
 * Every place that seals. One more place means one more column, which `sealedColumns` has to list: otherwise a rotation would leave
 * its values under the old key.
 */
const sealing = {
  "database/browser-sessions.ts": 1,
  "database/contents.ts": 1,
  "database/device-tokens.ts": 1,
  "database/gateways.ts": 1,
  "database/import-fleet.ts": 1,
  "database/mirror/mirror-source.ts": 1,
  "database/network-settings.ts": 1,
  "database/notifications/notification-sinks.ts": 2,
  "database/reseal-values.ts": 2,
  "database/workspace-moves.ts": 1,
  // The device identity, which is a file.
  "gateway/device-identity.ts": 2,
  "keys/open-folder-vault.ts": 2,
  // For gateways, and for the conflict of a deleted one.
  "mirror/remote-values.ts": 1,
  // The data key itself, for a command that asks an open window.
  "vault/share-key.ts": 1,
};

test("every place that seals is known, and every column that it fills is rotated", () => {
  const root = join(import.meta.dirname, "..");
  const files = globSync("**/*.ts", { cwd: root, exclude: (name) => /(^|\/)test-|\.test\.ts$/.test(name) });
  const found = files.flatMap((file) => {
    const places = readFileSync(join(root, file), "utf8").match(/\.seal(Bytes)?\(/g)?.length ?? 0;
    return places > 0 ? [[file.replaceAll("\\", "/"), places] as const] : [];
  });
  expect(Object.fromEntries(found)).toEqual(sealing);
});
