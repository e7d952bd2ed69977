import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openVault } from "../vault/open-vault.ts";
import { expectMode } from "../vault/test-expect-mode.ts";
import { type OpenKeySourceOptions, openKeySource } from "./open-key-source.ts";
import { testKeyStore, wrappedByEarlierVersion } from "./test-key-store.ts";

let dataDir: string;
let said: string[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-key-source-"));
  said = [];
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function vaultWith(options: Partial<OpenKeySourceOptions>) {
  const keySource = await openKeySource({
    dataDir,
    env: {},
    keyStore: testKeyStore(),
    platform: "linux",
    say: (line) => void said.push(line),
    ...options,
  });
  return openVault({ dataDir, env: options.env ?? {}, keySource });
}

const keyFile = () => readFileSync(join(dataDir, "data.key"), "utf8");
const otherHosts = () => openVault({ dataDir, env: {} });
/** A data folder whose key is wrapped, with a secret that was sealed before. */
async function wrappedFolder(keyStore: ReturnType<typeof testKeyStore>): Promise<string> {
  const sealed = otherHosts().seal("secret", "a");
  writeFileSync(
    join(dataDir, "data.key"),
    await wrappedByEarlierVersion(Buffer.from(keyFile(), "base64url"), keyStore),
  );
  return sealed;
}

test.each(["linux", "darwin", "win32"] as const)(
  "a first start on %s makes the key that every host makes, and another host reads what it sealed",
  async (platform) => {
    const sealed = (await vaultWith({ platform })).seal("secret", "a");
    expectMode(join(dataDir, "data.key"), 0o600);
    expect(otherHosts().open(sealed, "a")).toBe("secret");
    const before = keyFile();
    expect((await vaultWith({ platform })).open(sealed, "a")).toBe("secret");
    expect(keyFile()).toBe(before);
  },
);

test.each(["basic_text", "broken"] as const)("a start does not need the key store (%s)", async (backend) => {
  const sealed = (await vaultWith({ keyStore: testKeyStore({ backend }) })).seal("secret", "a");
  expect(otherHosts().open(sealed, "a")).toBe("secret");
});

test("a wrapped key stays wrapped and is opened by its key store only", async () => {
  const keyStore = testKeyStore();
  const sealed = await wrappedFolder(keyStore);
  const before = keyFile();
  expect((await vaultWith({ keyStore })).open(sealed, "a")).toBe("secret");
  expect(keyFile()).toBe(before);
  expect(otherHosts).toThrow(/in the key store of the operating system/);
  await expect(vaultWith({ keyStore: testKeyStore() })).rejects.toMatchObject({ code: "vault-key" });
  expect(keyFile()).toBe(before);
});

test.each([
  ["the store says so", { backend: "basic_text" }],
  ["the text shows it", { backend: "gnome_libsecret", start: "v10" }],
] as const)("a key that was wrapped under a known password is put back into its file: %s", async (_case, store) => {
  const masterKey = randomBytes(32);
  const sealed = await wrappedFolder(testKeyStore({ ...store, masterKey }));
  expect((await vaultWith({ keyStore: testKeyStore({ ...store, masterKey }) })).open(sealed, "a")).toBe("secret");
  expect(said.join()).toContain("did not protect");
  expect(otherHosts().open(sealed, "a")).toBe("secret");
  expectMode(join(dataDir, "data.key"), 0o600);
});

test("v10 is the system's own key elsewhere, and such a key stays wrapped", async () => {
  const keyStore = testKeyStore({ start: "v10" });
  await wrappedFolder(keyStore);
  const before = keyFile();
  await vaultWith({ keyStore, platform: "darwin" });
  expect(keyFile()).toBe(before);
});

test("a key store that has new keys gets the key again", async () => {
  const old = testKeyStore();
  const sealed = await wrappedFolder(old);
  const before = keyFile();
  const renewing = {
    ...old,
    encryptStringAsync: async (plain: string) =>
      Buffer.concat([Buffer.from("v12"), (await old.encryptStringAsync(plain)).subarray(3)]),
    decryptStringAsync: async (encrypted: Buffer) => ({
      ...(await old.decryptStringAsync(encrypted)),
      shouldReEncrypt: true,
    }),
  };
  // What a command's temporary profile would wrap it with goes with that profile.
  expect((await vaultWith({ keyStore: renewing, isProfileTemporary: true })).open(sealed, "a")).toBe("secret");
  expect(keyFile()).toBe(before);
  expect((await vaultWith({ keyStore: renewing })).open(sealed, "a")).toBe("secret");
  expect(keyFile()).not.toBe(before);
  expect((await vaultWith({ keyStore: old })).open(sealed, "a")).toBe("secret");
});

test("FLIGHTDECK_KEY wins, and nothing is stored", async () => {
  const env = { FLIGHTDECK_KEY: randomBytes(32).toString("base64url") };
  expect((await vaultWith({ env, keyStore: testKeyStore({ backend: "broken" }) })).seal("secret", "a")).toMatch(
    /^fd1\./,
  );
  expect(existsSync(join(dataDir, "data.key"))).toBe(false);
});
