import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject } from "../../shared/is-json-object.ts";
import { keyFileOf, wrappedKeyStart } from "../vault/data-key.ts";
import { replacePrivateFile } from "../vault/private-files.ts";

export type StoreKeyOptions = {
  dataDir: string;
  platform: NodeJS.Platform;
  /** Where Electron's own files are; by default, the desktop's in the data folder. */
  folder?: string;
};

/** The folder of Electron's own files (cookies, caches, Local State) in a data folder. */
export function desktopFolderOf(dataDir: string): string {
  return join(dataDir, "desktop");
}

/*
 * On Windows the system wraps a key of Electron's, and Electron stores that in the file `Local State` beside its caches. Whoever removes
 * the caches removes it, and nothing opens a data key in the key store any more. So what is needed is kept beside data.key as well. It is
 * no secret: only Windows opens it, for this user. Other systems keep such a key in their own store.
 */

/** For which data.key it is good, and what Local State has to hold for that. */
type Kept = { dataKey: string; encryptedKey: string };

/**
 * Keeps what opened data.key now.
 * @throws if it cannot be written
 */
export function keepStoreKey({ dataDir, platform, folder = desktopFolderOf(dataDir) }: StoreKeyOptions): void {
  if (platform !== "win32") return;
  const encryptedKey = encryptedKeyIn(readJson(localStateIn(folder)));
  const dataKey = readWrapped(dataDir);
  if (encryptedKey === null || dataKey === null) return;
  const kept = readKept(dataDir);
  if (kept?.encryptedKey === encryptedKey && kept.dataKey === dataKey) return;
  replacePrivateFile(keptFileOf(dataDir), `${JSON.stringify({ dataKey, encryptedKey } satisfies Kept)}\n`);
}

/**
 * Puts back what opens data.key if Local State has lost it, and leaves the rest of that file as it is. Before Electron is ready, which
 * reads it then.
 * @returns whether it had to
 */
export function restoreStoreKey({ dataDir, platform, folder = desktopFolderOf(dataDir) }: StoreKeyOptions): boolean {
  if (platform !== "win32") return false;
  const kept = readKept(dataDir);
  if (kept === null || kept.dataKey !== readWrapped(dataDir)) return false;
  const state = readJson(localStateIn(folder));
  if (encryptedKeyIn(state) === kept.encryptedKey) return false;
  const osCrypt = isJsonObject(state?.os_crypt) ? state.os_crypt : {};
  const content = { ...state, os_crypt: { ...osCrypt, encrypted_key: kept.encryptedKey } };
  replacePrivateFile(localStateIn(folder), JSON.stringify(content));
  return true;
}

/** Forgets it: the data key is in its file again. */
export function forgetStoreKey({ dataDir }: StoreKeyOptions): void {
  rmSync(keptFileOf(dataDir), { force: true });
}

function keptFileOf(dataDir: string): string {
  return join(dataDir, "key-store.json");
}

/** The file in which Electron keeps, on Windows, the key of its key store. */
export function localStateIn(folder: string): string {
  return join(folder, "Local State");
}

function readKept(dataDir: string): Kept | null {
  const { dataKey, encryptedKey } = readJson(keptFileOf(dataDir)) ?? {};
  return typeof dataKey === "string" && typeof encryptedKey === "string" ? { dataKey, encryptedKey } : null;
}

/** A digest of data.key, if the key store has wrapped what is in it. */
function readWrapped(dataDir: string): string | null {
  try {
    const text = readFileSync(keyFileOf(dataDir), "utf8");
    return text.startsWith(wrappedKeyStart) ? createHash("sha256").update(text).digest("hex") : null;
  } catch {
    return null;
  }
}

function encryptedKeyIn(state: Record<string, unknown> | null): string | null {
  const osCrypt = state?.os_crypt;
  const key = isJsonObject(osCrypt) ? osCrypt.encrypted_key : null;
  return typeof key === "string" && key !== "" ? key : null;
}

function readJson(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
