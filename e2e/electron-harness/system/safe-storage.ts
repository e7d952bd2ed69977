import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { harness } from "../harness-state.ts";
import { windowsKey } from "./local-state.ts";

/**
 * The key store of a Linux desktop, configured by the environment: ELECTRON_HARNESS_KEY_STORE is `gnome_libsecret` (default),
 * `not_running` for a desktop whose name promises that one while it does not run, or `basic_text`; ELECTRON_HARNESS_KEYRING is the
 * file where the keyring stores its secret, so that it is kept across restarts.
 */
const kind = process.env.ELECTRON_HARNESS_KEY_STORE ?? "gnome_libsecret";
const backend = kind === "not_running" ? "gnome_libsecret" : kind;
/** Chromium's marks of texts: encrypted under a fixed password, or under one from the keyring. */
const [fixedPassword, ownPassword] = ["v10", "v11"];
const start = kind === "gnome_libsecret" ? ownPassword : fixedPassword;
let isPlainTextAllowed = false;

export const safeStorage = {
  getSelectedStorageBackend: () => (harness.isReady ? backend : "unknown"),
  setUsePlainTextEncryption(usePlainText: boolean): void {
    isPlainTextAllowed = usePlainText;
  },
  isAsyncEncryptionAvailable: async () => isAvailable(),
  async encryptStringAsync(plain: string): Promise<Buffer> {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", secret(), iv);
    const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
    return Buffer.concat([Buffer.from(start), iv, cipher.getAuthTag(), body]);
  },
  async decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const [mark, iv, tag, body] = [
      encrypted.subarray(0, 3),
      encrypted.subarray(3, 15),
      encrypted.subarray(15, 31),
      encrypted.subarray(31),
    ];
    if (mark.toString() !== start) throw new Error("Ciphertext does not appear to be encrypted.");
    const decipher = createDecipheriv("aes-256-gcm", secret(), iv).setAuthTag(tag);
    return {
      result: Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8"),
      shouldReEncrypt: false,
    };
  },
};

function isAvailable(): boolean {
  return harness.isReady && (backend !== "basic_text" || isPlainTextAllowed);
}

function secret(): Buffer {
  if (!isAvailable())
    throw new Error("Error while encrypting the text provided to safeStorage: encryption is not available.");
  if (process.platform === "win32") return windowsKey();
  if (start === fixedPassword) return createHash("sha256").update("peanuts").digest();
  const keyring = process.env.ELECTRON_HARNESS_KEYRING;
  if (!keyring) throw new Error("electron harness: ELECTRON_HARNESS_KEYRING names no file");
  if (!existsSync(keyring)) writeFileSync(keyring, randomBytes(32).toString("hex"), { mode: 0o600 });
  return Buffer.from(readFileSync(keyring, "utf8"), "hex");
}
