import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { KeyStore } from "./wrap-key.ts";

export type TestKeyStoreOptions = {
  /** `broken` is there and does not work. */
  backend?: "gnome_libsecret" | "basic_text" | "broken";
  masterKey?: Buffer;
  /** How its texts begin: `v10` on Linux means a password that everyone knows. */
  start?: "v10" | "v11";
};

/** A key store like Electron's: one that protects nothing works only after that was allowed. */
export function testKeyStore(options: TestKeyStoreOptions = {}): KeyStore {
  const { backend = "gnome_libsecret", masterKey = randomBytes(32) } = options;
  const start = options.start ?? (backend === "basic_text" ? "v10" : "v11");
  let isPlainAllowed = false;
  const refuse = () => {
    if (backend === "basic_text" && !isPlainAllowed) throw new Error("no key store");
  };
  return {
    isAsyncEncryptionAvailable: async () => backend !== "broken",
    async encryptStringAsync(plain) {
      refuse();
      const cipher = createCipheriv("aes-256-ctr", masterKey, Buffer.alloc(16));
      return Buffer.concat([Buffer.from(start), cipher.update(plain), cipher.final()]);
    },
    async decryptStringAsync(encrypted) {
      refuse();
      const decipher = createDecipheriv("aes-256-ctr", masterKey, Buffer.alloc(16));
      return { result: decipher.update(encrypted.subarray(3)).toString("utf8"), shouldReEncrypt: false };
    },
    getSelectedStorageBackend: () => backend,
    setUsePlainTextEncryption: (allowed) => {
      isPlainAllowed = allowed;
    },
  };
}

/** What an earlier version of the desktop left in `data.key`: wrapped, whatever the store protects. */
export async function wrappedByEarlierVersion(key: Buffer, keyStore: KeyStore): Promise<string> {
  keyStore.setUsePlainTextEncryption(true);
  const encrypted = await keyStore.encryptStringAsync(key.toString("base64"));
  keyStore.setUsePlainTextEncryption(false);
  return `os-key-store:${keyStore.getSelectedStorageBackend()}:${encrypted.toString("base64")}\n`;
}
