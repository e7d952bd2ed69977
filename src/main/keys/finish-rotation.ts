import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FlightDeckError, hintsOf, isSystemError, messageOf } from "../../shared/errors.ts";
import { moveFile } from "../files/move-file.ts";
import { deviceFileOf } from "../gateway/device-identity.ts";
import { keyFileOf } from "../vault/data-key.ts";
import { overwritePrivateFile, syncFolder } from "../vault/private-files.ts";
import { requireNoLink, requireNoMount } from "../vault/require-replaceable.ts";

/** The key file of a rotation to this key that is not complete. Its name holds the key's id, so that no other key is ever moved. */
export function newKeyFileOf(dataDir: string, keyId: string): string {
  return `${newFilesStart(keyFileOf(dataDir))}${keyId}`;
}

/** The device identity under this key, of a rotation that is not complete. */
export function newDeviceFileOf(dataDir: string, keyId: string): string {
  return `${newFilesStart(deviceFileOf(dataDir))}${keyId}`;
}

function newFilesStart(path: string): string {
  return `${path}.new-`;
}

/**
 * Refuses a rotation whose files could not take their places.
 * @throws FlightDeckError vault-key
 */
export function requireReplaceableFiles(dataDir: string, { withKeyFile }: { withKeyFile: boolean }): void {
  for (const path of [deviceFileOf(dataDir), ...(withKeyFile ? [keyFileOf(dataDir)] : [])]) {
    requireNoLink(path);
    requireNoMount(path, `${newFilesStart(path)}probe`);
  }
}

/**
 * Puts the files of a rotation to this key into their places. Call it for the key that the database names: the rotation was then
 * cut off after the database had changed.
 * @throws FlightDeckError vault-key
 */
export function finishRotation(dataDir: string, keyId: string): void {
  moveInto(newDeviceFileOf(dataDir, keyId), deviceFileOf(dataDir));
  moveInto(newKeyFileOf(dataDir, keyId), keyFileOf(dataDir));
}

/** Removes what rotations left that were cut off before the database had changed. Call it while the whole folder is held. */
export function removeNewFiles(dataDir: string): void {
  const starts = [keyFileOf(dataDir), deviceFileOf(dataDir)].map((path) => basename(newFilesStart(path)));
  for (const name of readdirSync(dataDir)) {
    if (starts.some((start) => name.startsWith(start))) rmSync(join(dataDir, name), { force: true });
  }
}

function moveInto(draft: string, path: string): void {
  try {
    replaceFile(draft, path);
  } catch (error) {
    // No rotation is to be finished, or another process has just done it.
    if (isSystemError(error, "ENOENT")) return;
    throw new FlightDeckError(
      "vault-key",
      `A new data key is in use, but ${draft} cannot be moved to ${path}: ${messageOf(error)}`,
      hintsOf("vault-key").finishRotation,
      { cause: error },
    );
  }
  syncFolder(dirname(path));
}

function replaceFile(draft: string, path: string): void {
  try {
    moveFile(draft, path);
  } catch (error) {
    if (!isSystemError(error, "EBUSY", "EXDEV")) throw error;
    // A file that is mounted by itself. The draft is removed last, so that this can be cut off anywhere and done again.
    overwritePrivateFile(path, readFileSync(draft, "utf8"));
    rmSync(draft, { force: true });
  }
}
