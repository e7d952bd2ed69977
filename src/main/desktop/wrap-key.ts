import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { decodeKey, wrappedKeyStart } from "../vault/data-key.ts";

/** The part of Electron's safeStorage that we use. */
export type KeyStore = {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(plain: string): Promise<Buffer>;
  decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
  getSelectedStorageBackend(): string;
  setUsePlainTextEncryption(usePlainText: boolean): void;
};

export type WrapOptions = { keyStore: KeyStore; platform: NodeJS.Platform };

export type UnwrappedKey = {
  key: Buffer;
  /** False if it was wrapped under a password that everyone knows. */
  isProtected: boolean;
  /** The key store asks to wrap the key again. */
  isOutdated: boolean;
};

/** The name of Linux's store without a keyring, and the start of its texts: encrypted under a password in Chromium's source. */
const unprotectedStore = "basic_text";
const unprotectedStart = "v10";

/**
 * Has the system's key store wrap a key, and makes sure that this protects it and can be undone, before anything depends on it.
 * @returns the content of `data.key`: `os-key-store:<which>:<base64>`
 * @throws FlightDeckError `vault-key`
 */
export async function wrapKey(key: Buffer, { keyStore, platform }: WrapOptions): Promise<string> {
  // Called first, because Linux chooses its store when it is first used.
  const isAvailable = await keyStore.isAsyncEncryptionAvailable();
  const store = platform === "linux" ? keyStore.getSelectedStorageBackend() : platform;
  if (store === unprotectedStore) throw protectsNothing();
  if (!isAvailable) throw unavailable(store);
  const encrypted = await keyStore.encryptStringAsync(key.toString("base64")).catch((error: unknown) => {
    throw unavailable(store, error);
  });
  // The store's name depends on the desktop environment; only the result shows whether a keyring is running.
  if (!doesProtect(store, encrypted, platform)) throw protectsNothing();
  const { result } = await keyStore.decryptStringAsync(encrypted);
  if (!key.equals(Buffer.from(result, "base64"))) throw unavailable(store);
  return `${wrappedKeyStart}${store}:${encrypted.toString("base64")}\n`;
}

/**
 * Has the system's key store open a wrapped key.
 * @param path of `data.key`, for the error
 * @param stored its content
 * @throws FlightDeckError `vault-key`
 */
export async function unwrapKey(path: string, stored: string, options: WrapOptions): Promise<UnwrappedKey> {
  const { keyStore, platform } = options;
  const [store = "", body = ""] = stored.trim().slice(wrappedKeyStart.length).split(":", 2);
  // Earlier versions wrapped keys with it after a question.
  if (store === unprotectedStore) keyStore.setUsePlainTextEncryption(true);
  const encrypted = Buffer.from(body, "base64");
  const opened = await keyStore.decryptStringAsync(encrypted).catch((error: unknown) => {
    throw lost(path, store, platform, error);
  });
  const key = decodeKey(opened.result);
  if (!key) throw lost(path, store, platform);
  return { key, isProtected: doesProtect(store, encrypted, platform), isOutdated: opened.shouldReEncrypt };
}

function doesProtect(store: string, encrypted: Buffer, platform: NodeJS.Platform): boolean {
  // Other systems begin their texts with `v10`, too, and mean a key in their own store.
  if (platform !== "linux") return true;
  return store !== unprotectedStore && encrypted.toString("latin1", 0, unprotectedStart.length) !== unprotectedStart;
}

function protectsNothing(): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    "This desktop has no key store that protects a key: no GNOME Keyring or KWallet answers.",
    hintsOf("vault-key").noKeyStore,
  );
}

function unavailable(store: string, cause?: unknown): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The system's key store (${store}) cannot be used${cause === undefined ? "" : `: ${messageOf(cause)}`}.`,
    hintsOf("vault-key").noKeyStore,
    { cause },
  );
}

function lost(path: string, store: string, platform: NodeJS.Platform, cause?: unknown): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The key in ${path} was wrapped by the system's key store (${store}), which does not open it now.`,
    hintsOf("vault-key")[platform === "win32" ? "otherWindowsUser" : "otherKeyStore"],
    { cause },
  );
}
