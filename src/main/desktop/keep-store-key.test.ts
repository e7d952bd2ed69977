import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openVault } from "../vault/open-vault.ts";
import { keyPlacesOf } from "./choose-key-place.ts";
import { keepStoreKey, restoreStoreKey } from "./keep-store-key.ts";
import { openKeySource } from "./open-key-source.ts";
import { testKeyStore } from "./test-key-store.ts";

const platform = "win32";
const first = { os_crypt: { audit_enabled: true, encrypted_key: "first" }, window: { left: 3 } };

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-store-key-"));
  mkdirSync(join(dataDir, "desktop"));
  writeFileSync(localState(), JSON.stringify(first));
  openVault({ dataDir, env: {} });
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const localState = () => join(dataDir, "desktop", "Local State");
const keptFile = () => join(dataDir, "key-store.json");
const readState = () => JSON.parse(readFileSync(localState(), "utf8"));
const restore = () => restoreStoreKey({ dataDir, platform });
const given = (keyStore = testKeyStore()) => ({ dataDir, env: {}, keyStore, platform, say: () => {} }) as const;

test("what opens the data key is kept when the key store gets it, for its owner only, and forgotten when it is back in its file", async () => {
  const { move } = keyPlacesOf(given());
  await move("key-store");
  expect(readFileSync(keptFile(), "utf8")).toContain('"encryptedKey":"first"');
  if (process.platform !== "win32") expect(statSync(keptFile()).mode & 0o777).toBe(0o600);
  await move("file");
  expect(existsSync(keptFile())).toBe(false);
});

test.each([
  ["deleted", () => rmSync(localState())],
  [
    "replaced by Electron's new one",
    () => writeFileSync(localState(), JSON.stringify({ os_crypt: { encrypted_key: "2" } })),
  ],
  ["damaged", () => writeFileSync(localState(), "{")],
])("it is put back when Local State was %s", async (_what, lose) => {
  await keyPlacesOf(given()).move("key-store");
  lose();
  expect(restore()).toBe(true);
  expect(readState().os_crypt.encrypted_key).toBe("first");
  expect(restore()).toBe(false);
});

test("putting it back leaves the rest of Local State, and also works after the whole folder was deleted", async () => {
  await keyPlacesOf(given()).move("key-store");
  writeFileSync(localState(), JSON.stringify({ window: { left: 3 }, os_crypt: { audit_enabled: true } }));
  restore();
  expect(readState()).toEqual(first);
  rmSync(join(dataDir, "desktop"), { recursive: true });
  mkdirSync(join(dataDir, "desktop"));
  expect(restore()).toBe(true);
});

test("a command gets it in a folder of its own, and leaves the desktop's as it is", async () => {
  await keyPlacesOf(given()).move("key-store");
  rmSync(join(dataDir, "desktop"), { recursive: true });
  const folder = join(dataDir, "temporary");
  mkdirSync(folder);
  expect(restoreStoreKey({ dataDir, platform, folder })).toBe(true);
  expect(JSON.parse(readFileSync(join(folder, "Local State"), "utf8")).os_crypt.encrypted_key).toBe("first");
  expect(existsSync(join(dataDir, "desktop"))).toBe(false);
});

test("one that is good for another data.key is not put back", async () => {
  await keyPlacesOf(given()).move("key-store");
  writeFileSync(join(dataDir, "data.key"), "os-key-store:win32:b3RoZXI=\n");
  rmSync(localState());
  expect(restore()).toBe(false);
  expect(existsSync(localState())).toBe(false);
});

test("a key that does not open keeps everything as it was, and says what Windows needs", async () => {
  await keyPlacesOf(given()).move("key-store");
  const before = readFileSync(join(dataDir, "data.key"), "utf8");
  const kept = readFileSync(keptFile(), "utf8");
  writeFileSync(localState(), JSON.stringify({ os_crypt: { encrypted_key: "new" } }));
  const keyStore = {
    ...testKeyStore(),
    decryptStringAsync: async () => {
      throw new Error("Error while decrypting the ciphertext provided to safeStorage.decryptString.");
    },
  };
  await expect(openKeySource(given(keyStore))).rejects.toMatchObject({
    code: "vault-key",
    hint: expect.stringMatching(/same Windows user.*key-store\.json.*Nothing was changed/s),
  });
  expect([readFileSync(join(dataDir, "data.key"), "utf8"), readFileSync(keptFile(), "utf8")]).toEqual([before, kept]);
});

test("a start that opens the key keeps what an earlier version did not, and other systems keep nothing", async () => {
  const keyStore = testKeyStore();
  await keyPlacesOf(given(keyStore)).move("key-store");
  rmSync(keptFile());
  keepStoreKey({ dataDir, platform: "darwin" });
  expect(existsSync(keptFile())).toBe(false);
  await openKeySource(given(keyStore));
  expect(existsSync(keptFile())).toBe(true);
});
