import { existsSync, readFileSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { deviceFileOf, readSealedDeviceKey } from "../gateway/device-identity.ts";
import { decodeKey, keyFileOf } from "../vault/data-key.ts";
import { syncFolder } from "../vault/private-files.ts";
import { createVault, keyIdOf } from "../vault/vault.ts";

/** The key file of a rotation that is not complete. */
export function newKeyFileOf(dataDir: string): string {
  return `${keyFileOf(dataDir)}.new`;
}

/** The device identity under the new key, of a rotation that is not complete. */
export function newDeviceFileOf(dataDir: string): string {
  return `${deviceFileOf(dataDir)}.new`;
}

/**
 * Puts the files of a rotation into their places, if the database names their key: it was cut off after the database had
 * changed. The key comes last: until then the next start tries again.
 */
export function finishRotation(dataDir: string, keyId: string): void {
  const device = readOrNull(newDeviceFileOf(dataDir));
  const deviceKey = device === null ? null : readSealedDeviceKey(device);
  if (deviceKey !== null && keyIdOf(deviceKey) === keyId) moveInto(newDeviceFileOf(dataDir), deviceFileOf(dataDir));
  const key = decodeKey(readOrNull(newKeyFileOf(dataDir)) ?? "");
  if (key && createVault(key).keyId === keyId) moveInto(newKeyFileOf(dataDir), keyFileOf(dataDir));
}

function readOrNull(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Another process may be finishing it as well. */
function moveInto(draft: string, path: string): void {
  try {
    renameSync(draft, path);
    syncFolder(dirname(path));
  } catch (error) {
    if (existsSync(draft)) throw error;
  }
}
