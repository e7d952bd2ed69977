import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openVault } from "../vault/open-vault.ts";
import { type KeyStore, type OpenKeySourceOptions, openKeySource } from "./open-key-source.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-key-source-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** A key store like Electron's: one that protects nothing works only after that was allowed. */
function keyStore(backend = "gnome_libsecret", masterKey = randomBytes(32)): KeyStore {
  let isPlainAllowed = false;
  const refuse = () => {
    if (backend === "basic_text" && !isPlainAllowed) throw new Error("no key store");
  };
  return {
    isAsyncEncryptionAvailable: async () => backend !== "broken",
    async encryptStringAsync(plain) {
      refuse();
      const cipher = createCipheriv("aes-256-ctr", masterKey, Buffer.alloc(16));
      return Buffer.concat([Buffer.from("ok"), cipher.update(plain), cipher.final()]);
    },
    async decryptStringAsync(encrypted) {
      refuse();
      const decipher = createDecipheriv("aes-256-ctr", masterKey, Buffer.alloc(16));
      return { result: decipher.update(encrypted.subarray(2)).toString("utf8"), shouldReEncrypt: false };
    },
    getSelectedStorageBackend: () => backend,
    setUsePlainTextEncryption: (allowed) => {
      isPlainAllowed = allowed;
    },
  };
}

function neverAsked(): Promise<boolean> {
  throw new Error("nothing was to be asked");
}

async function vaultWith(options: Partial<OpenKeySourceOptions>) {
  const source = await openKeySource({
    dataDir,
    env: {},
    keyStore: keyStore(),
    platform: "linux",
    mayGoUnprotected: neverAsked,
    ...options,
  });
  return source && openVault({ dataDir, env: options.env ?? {}, keySource: source });
}

const keyFile = () => readFileSync(join(dataDir, "data.key"), "utf8");

test("a first start makes a key that only the key store opens", async () => {
  const store = keyStore();
  const sealed = (await vaultWith({ keyStore: store }))?.seal("secret", "a") ?? "";
  expect(keyFile()).toMatch(/^os-key-store:gnome_libsecret:/);
  expect(statSync(join(dataDir, "data.key")).mode & 0o777).toBe(0o600);
  expect((await vaultWith({ keyStore: store }))?.open(sealed, "a")).toBe("secret");
  await expect(vaultWith({ keyStore: keyStore() })).rejects.toMatchObject({ code: "vault-key" });
});

test("the key of a start without the desktop is wrapped in its place, and what it sealed stays readable", async () => {
  const sealed = openVault({ dataDir, env: {} }).seal("secret", "a");
  const plainKey = keyFile().trim();
  const store = keyStore();
  expect((await vaultWith({ keyStore: store }))?.open(sealed, "a")).toBe("secret");
  expect(keyFile()).not.toContain(plainKey);
  expect((await vaultWith({ keyStore: store }))?.open(sealed, "a")).toBe("secret");
});

test("the other hosts say that a wrapped key is the desktop's, and leave it alone", async () => {
  await vaultWith({});
  const before = keyFile();
  expect(() => openVault({ dataDir, env: {} })).toThrow(/belongs to the desktop app/);
  expect(keyFile()).toBe(before);
});

test("without a real key store the operator is asked once, and agreeing is remembered", async () => {
  const masterKey = randomBytes(32);
  let questions = 0;
  const mayGoUnprotected = async () => {
    questions += 1;
    return true;
  };
  const start = () => vaultWith({ keyStore: keyStore("basic_text", masterKey), mayGoUnprotected });
  const sealed = (await start())?.seal("secret", "a") ?? "";
  expect((await start())?.open(sealed, "a")).toBe("secret");
  expect(questions).toBe(1);
});

test("an operator who refuses gets no key, and a plain one stays as it is", async () => {
  openVault({ dataDir, env: {} });
  const before = keyFile();
  const store = keyStore("basic_text");
  expect(await vaultWith({ keyStore: store, mayGoUnprotected: async () => false })).toBeNull();
  expect(keyFile()).toBe(before);
});

test("a key store that is there but does not work is an error, not a reason to go without", async () => {
  await expect(vaultWith({ keyStore: keyStore("broken") })).rejects.toMatchObject({ code: "vault-key" });
});

test("a key store that has new keys gets the key again", async () => {
  const old = keyStore();
  const sealed = (await vaultWith({ keyStore: old }))?.seal("secret", "a") ?? "";
  const before = keyFile();
  const decrypt = old.decryptStringAsync;
  const renewing = {
    ...old,
    encryptStringAsync: async (plain: string) =>
      Buffer.concat([Buffer.from("nw"), (await old.encryptStringAsync(plain)).subarray(2)]),
    decryptStringAsync: async (encrypted: Buffer) => ({ ...(await decrypt(encrypted)), shouldReEncrypt: true }),
  };
  expect((await vaultWith({ keyStore: renewing }))?.open(sealed, "a")).toBe("secret");
  expect(keyFile()).not.toBe(before);
  expect((await vaultWith({ keyStore: old }))?.open(sealed, "a")).toBe("secret");
});

test("FLIGHTDECK_KEY wins, and nothing is stored", async () => {
  const env = { FLIGHTDECK_KEY: randomBytes(32).toString("base64url") };
  expect((await vaultWith({ env, keyStore: keyStore("broken") }))?.seal("secret", "a")).toMatch(/^fd1\./);
  expect(keyFile).toThrow(/ENOENT/);
});
