import { lstatSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openVault } from "../vault/open-vault.ts";
import { expectMode } from "../vault/test-expect-mode.ts";
import { type KeyPlacesOptions, keyPlacesOf } from "./choose-key-place.ts";
import { openKeySource } from "./open-key-source.ts";
import { testKeyStore } from "./test-key-store.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-key-place-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const keyFile = () => readFileSync(join(dataDir, "data.key"), "utf8");
const otherHosts = () => openVault({ dataDir, env: {} });
const places = (options: Partial<KeyPlacesOptions> = {}) =>
  keyPlacesOf({ dataDir, env: {}, keyStore: testKeyStore(), platform: "linux", ...options });

test("the key moves into the key store and back, and what it sealed stays readable", async () => {
  const keyStore = testKeyStore();
  const sealed = otherHosts().seal("secret", "a");
  const inFile = keyFile();
  const { read, move } = places({ keyStore });
  expect(read()).toBe("file");
  await move("key-store");
  expect(read()).toBe("key-store");
  expect(keyFile()).toMatch(/^os-key-store:gnome_libsecret:/);
  expect(keyFile()).not.toContain(inFile.trim());
  expect(otherHosts).toThrow(expect.objectContaining({ code: "vault-key" }));
  const keySource = await openKeySource({ dataDir, env: {}, keyStore, platform: "linux", say: () => {} });
  expect(openVault({ dataDir, env: {}, keySource }).open(sealed, "a")).toBe("secret");
  await move("key-store");
  await move("file");
  expect(read()).toBe("file");
  expect(otherHosts().open(sealed, "a")).toBe("secret");
  expectMode(join(dataDir, "data.key"), 0o600);
  expect(readdirSync(dataDir)).toEqual(["data.key"]);
});

// Windows lets only administrators and developers make symbolic links.
test.skipIf(process.platform === "win32")(
  "a data.key that is a symbolic link stays one: the key would remain where it leads",
  async () => {
    otherHosts();
    const before = keyFile();
    renameSync(join(dataDir, "data.key"), join(dataDir, "kept-elsewhere"));
    symlinkSync("kept-elsewhere", join(dataDir, "data.key"));
    await expect(places().move("key-store")).rejects.toThrow(/symbolic link/);
    expect([lstatSync(join(dataDir, "data.key")).isSymbolicLink(), keyFile()]).toEqual([true, before]);
  },
);

test.each([
  ["no keyring by its name", { backend: "basic_text" }, /no key store that protects/],
  ["a keyring by its name that is not running", { start: "v10" }, /no key store that protects/],
  ["one that does not work", { backend: "broken" }, /cannot be used/],
] as const)("a store that does not protect the key does not get it: %s", async (_case, store, message) => {
  otherHosts();
  const before = keyFile();
  await expect(places({ keyStore: testKeyStore(store) }).move("key-store")).rejects.toMatchObject({
    code: "vault-key",
    message: expect.stringMatching(message),
  });
  expect(keyFile()).toBe(before);
});

test("a store that returns something else than it was given does not get the key", async () => {
  otherHosts();
  const before = keyFile();
  const keyStore = {
    ...testKeyStore(),
    decryptStringAsync: async () => ({ result: "something else", shouldReEncrypt: false }),
  };
  await expect(places({ keyStore }).move("key-store")).rejects.toMatchObject({ code: "vault-key" });
  expect(keyFile()).toBe(before);
});

test("a key store that no longer opens the key leaves it where it is", async () => {
  otherHosts();
  await places().move("key-store");
  const before = keyFile();
  const keyStore = {
    ...testKeyStore(),
    decryptStringAsync: async () => {
      throw new Error("locked");
    },
  };
  await expect(places({ keyStore }).move("file")).rejects.toMatchObject({ code: "vault-key" });
  expect(keyFile()).toBe(before);
});

test("a key that comes from the environment is not in the folder and cannot be moved", async () => {
  const { read, move } = places({ env: { FLIGHTDECK_KEY: "0".repeat(64) } });
  expect(read()).toBe("environment");
  await expect(move("key-store")).rejects.toThrow(/FLIGHTDECK_KEY/);
  expect(readdirSync(dataDir)).toEqual([]);
});
