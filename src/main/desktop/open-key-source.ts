import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { dataKeyBytes, type KeySource, keyFileOf, keyFromFile, wrappedKeyStart } from "../vault/data-key.ts";
import { createPrivateFile, replacePrivateFile } from "../vault/private-files.ts";

/** The part of Electron's safeStorage that we use. */
export type KeyStore = {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(plain: string): Promise<Buffer>;
  decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
  getSelectedStorageBackend(): string;
  setUsePlainTextEncryption(usePlainText: boolean): void;
};

export type OpenKeySourceOptions = {
  dataDir: string;
  env: { FLIGHTDECK_KEY?: string | undefined };
  keyStore: KeyStore;
  platform: NodeJS.Platform;
  /** Asks the operator whether to continue without a protecting key store. */
  mayGoUnprotected: () => Promise<boolean>;
};

const unprotected = "basic_text";

/**
 * The data key, wrapped by the key store of the operating system. `data.key` then contains `os-key-store:<which>:<base64>`,
 * which is useless elsewhere. A plain key, from a start in the browser or on the command line, is replaced by a wrapped one.
 * @returns null when there is no real key store and the operator chose not to continue
 * @throws FlightDeckError `vault-key`
 */
export async function openKeySource(options: OpenKeySourceOptions): Promise<KeySource | null> {
  const { dataDir, env } = options;
  // That key takes precedence, and nothing is stored.
  if (env.FLIGHTDECK_KEY !== undefined) return keyFromFile(dataDir);
  const path = keyFileOf(dataDir);
  const stored = existsSync(path) ? readFileSync(path, "utf8").trim() : null;
  if (stored?.startsWith(wrappedKeyStart)) return keyThere(path, await unwrap(path, stored, options));
  const store = await chooseStore(options);
  if (!store) return null;
  const plain = keyFromFile(dataDir).read();
  const key = plain ?? randomBytes(dataKeyBytes);
  const wrapped = await wrap(key, store, options);
  if (plain === null) return keyToMake(path, key, wrapped);
  replacePrivateFile(path, wrapped);
  return keyThere(path, key);
}

function keyThere(path: string, key: Buffer): KeySource {
  const read = () => key;
  return { name: path, read, make: read };
}

/** A key that is kept only once it is asked for: a folder that has secrets already gets no other key. */
function keyToMake(path: string, key: Buffer, wrapped: string): KeySource {
  let made: Buffer | null = null;
  const make = () => {
    if (made === null && createPrivateFile(path, wrapped)) made = key;
    if (made !== null) return made;
    throw new FlightDeckError(
      "vault-key",
      `Another process made the key file ${path} at the same time.`,
      hintsOf("vault-key").startAgain,
    );
  };
  return { name: path, read: () => made, make };
}

/** The name of the store that wraps the key, or null when the operator declined one that protects nothing. */
async function chooseStore({ keyStore, platform, mayGoUnprotected }: OpenKeySourceOptions): Promise<string | null> {
  // Called first, because Linux chooses its store when it is first used.
  const isAvailable = await keyStore.isAsyncEncryptionAvailable();
  const store = platform === "linux" ? keyStore.getSelectedStorageBackend() : platform;
  if (store !== unprotected) {
    if (isAvailable) return store;
    throw unavailable(store);
  }
  if (!(await mayGoUnprotected())) return null;
  keyStore.setUsePlainTextEncryption(true);
  return store;
}

/** Wraps a key and makes sure that it can be unwrapped, before anything depends on it. */
async function wrap(key: Buffer, store: string, { keyStore }: OpenKeySourceOptions): Promise<string> {
  const encrypted = await keyStore.encryptStringAsync(key.toString("base64")).catch((error: unknown) => {
    throw unavailable(store, error);
  });
  const { result } = await keyStore.decryptStringAsync(encrypted);
  if (!key.equals(Buffer.from(result, "base64"))) throw unavailable(store);
  return `${wrappedKeyStart}${store}:${encrypted.toString("base64")}\n`;
}

async function unwrap(path: string, stored: string, options: OpenKeySourceOptions): Promise<Buffer> {
  const { keyStore } = options;
  const [store = "", body = ""] = stored.slice(wrappedKeyStart.length).split(":", 2);
  // The operator agreed when it was wrapped.
  if (store === unprotected) keyStore.setUsePlainTextEncryption(true);
  const opened = await keyStore.decryptStringAsync(Buffer.from(body, "base64")).catch((error: unknown) => {
    throw lost(path, store, error);
  });
  const key = Buffer.from(opened.result, "base64");
  if (key.length !== dataKeyBytes) throw lost(path, store);
  if (opened.shouldReEncrypt) replacePrivateFile(path, await wrap(key, store, options));
  return key;
}

function unavailable(store: string, cause?: unknown): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The system's key store (${store}) cannot be used${cause === undefined ? "" : `: ${messageOf(cause)}`}.`,
    hintsOf("vault-key").keyStore,
    { cause },
  );
}

function lost(path: string, store: string, cause?: unknown): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The key in ${path} was wrapped by the system's key store (${store}), which does not open it now.`,
    hintsOf("vault-key").otherKeyStore,
    { cause },
  );
}
