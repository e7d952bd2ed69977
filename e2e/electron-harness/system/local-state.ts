import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { harness } from "../harness-state.ts";

/**
 * Windows' key store as Electron uses it: a key of its own, wrapped by the system (here under the secret in ELECTRON_HARNESS_KEYRING),
 * is `os_crypt.encrypted_key` in the file `Local State`. It is read at the start, and a new one is made where none can be read.
 */
let ownKey: Buffer | null = null;

/** Before `ready`, after the app's script. */
export function readLocalState(): void {
  if (process.platform !== "win32") return;
  const path = join(harness.userData, "Local State");
  const state = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  ownKey = unwrap(state.os_crypt?.encrypted_key);
  if (ownKey) return;
  ownKey = randomBytes(32);
  writeFileSync(path, JSON.stringify({ ...state, os_crypt: { audit_enabled: true, encrypted_key: wrap(ownKey) } }));
}

export function windowsKey(): Buffer {
  if (!ownKey) throw new Error("safeStorage before app is ready");
  return ownKey;
}

function wrap(key: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", systemSecret(), iv);
  const body = Buffer.concat([cipher.update(key), cipher.final()]);
  return Buffer.concat([Buffer.from("DPAPI"), iv, cipher.getAuthTag(), body]).toString("base64");
}

function unwrap(text: unknown): Buffer | null {
  if (typeof text !== "string") return null;
  const bytes = Buffer.from(text, "base64").subarray(5);
  const decipher = createDecipheriv("aes-256-gcm", systemSecret(), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
}

function systemSecret(): Buffer {
  const file = process.env.ELECTRON_HARNESS_KEYRING;
  if (!file) throw new Error("electron harness: ELECTRON_HARNESS_KEYRING names no file");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  return Buffer.from(readFileSync(file, "utf8"), "hex");
}
