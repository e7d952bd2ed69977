import { existsSync } from "node:fs";
import { join } from "node:path";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { copyDatabase } from "../database/copy-database.ts";
import { readDataKeyId } from "../database/data-key-id.ts";
import { forgetLostSecrets, readLostSecrets } from "../database/forget-lost-secrets.ts";
import type { Database } from "../database/open-database.ts";
import { moveFile } from "../files/move-file.ts";
import { deviceFileOf, sealedDeviceKeyIn } from "../gateway/device-identity.ts";
import { DamagedKeyError, keyFileOf, keyFromFile } from "../vault/data-key.ts";
import { isKeyWrapped } from "../vault/find-key-source.ts";
import { keySourceOf } from "../vault/open-vault.ts";
import { requireNoMount } from "../vault/require-replaceable.ts";
import { createVault, keyIdOf } from "../vault/vault.ts";
import { finishRotation } from "./finish-rotation.ts";
import type { KeyLoss } from "./key-loss.ts";
import { nameLostSecrets } from "./name-lost-secrets.ts";
import type { FolderVaultOptions } from "./open-folder-vault.ts";

/** What starting over without the lost secrets has left. */
export type Forgotten = {
  keyId: string;
  /** A copy of the database as it was. */
  copy: string;
  /** Files that were renamed, because they are of no use without the lost key. */
  setAside: string[];
};

/**
 * Reads what the present key of a data folder does not open.
 * @throws FlightDeckError vault-key if FLIGHTDECK_KEY is set, but holds no key
 */
export function readKeyLoss(database: Database, options: FolderVaultOptions): KeyLoss {
  const lostKeyId = readDataKeyId(database);
  if (lostKeyId !== null) finishRotation(options.dataDir, lostKeyId);
  const present = readPresentKey(options);
  return { lostKeyId, ...present, secrets: readSecretsLostWithout(database, options.dataDir, present.keyId) };
}

/** What the key with this id does not open, of a database and of the identity in a data folder. */
export function readSecretsLostWithout(database: Database, dataDir: string, keyId: string | null): KeyLoss["secrets"] {
  const deviceKey = sealedDeviceKeyIn(dataDir);
  return {
    ...readLostSecrets(database, keyId ?? ""),
    deviceIdentity: deviceKey !== null && keyIdOf(deviceKey) !== keyId,
  };
}

/** The key of a data folder, or why there is none that can be used. @throws FlightDeckError vault-key if FLIGHTDECK_KEY holds no key */
export function readPresentKey(options: FolderVaultOptions): Pick<KeyLoss, "keyId" | "problem" | "hint" | "mayBeGood"> {
  const source = keySourceOf(options);
  try {
    const key = source.read();
    if (key) return { keyId: createVault(key).keyId, problem: null, hint: null, mayBeGood: false };
    return { keyId: null, problem: "There is no data.key.", hint: null, mayBeGood: false };
  } catch (error) {
    // A mistake in the key that was given is not a lost key.
    if (options.env.FLIGHTDECK_KEY !== undefined || !(error instanceof FlightDeckError)) throw error;
    const mayBeGood = !(error instanceof DamagedKeyError);
    return { keyId: null, problem: error.message, hint: error.hint, mayBeGood };
  }
}

/** Whether the present key opens everything, and is the one that the database names. */
export function isNothingLost({ lostKeyId, keyId, secrets }: KeyLoss): boolean {
  return nameLostSecrets(secrets).length === 0 && (lostKeyId === null || lostKeyId === keyId);
}

/**
 * Refuses to give up a key that may still be good.
 * @throws FlightDeckError vault-key
 */
export function requireLostKey({ mayBeGood, problem }: KeyLoss, dataDir: string): void {
  if (!mayBeGood) return;
  const { lostFromKeyStore, lostInFile } = hintsOf("vault-key");
  const hint = isKeyWrapped(dataDir) ? lostFromKeyStore : lostInFile;
  throw new FlightDeckError("vault-key", `The key may still be good, so nothing was forgotten: ${problem}`, hint);
}

/**
 * Starts over without the secrets that the present key does not open; all records stay. A folder without a key that can be used
 * gets a new one. Call it while the whole folder is held. It may be cut off anywhere and run again.
 * @throws FlightDeckError vault-key if the key may still be good, or a file that is lost cannot be set aside
 */
export function forgetSecrets(database: Database, options: FolderVaultOptions, loss: KeyLoss): Forgotten {
  const { dataDir } = options;
  requireLostKey(loss, dataDir);
  const suffix = `before-${new Date().toISOString().replace(/[:.]/g, "-")}`;
  const lostKeyFiles = loss.keyId === null ? [keyFileOf(dataDir)] : [];
  const lostDeviceFiles = loss.secrets.deviceIdentity ? [deviceFileOf(dataDir)] : [];
  for (const path of [...lostKeyFiles, ...lostDeviceFiles]) requireNoMount(path, `${path}.${suffix}`);
  const copy = join(dataDir, `flight-deck.${suffix}.db`);
  copyDatabase(database, copy);
  const setAside = renameTo(lostKeyFiles, suffix);
  const keyId = loss.keyId ?? createVault(keyFromFile(dataDir).make()).keyId;
  forgetLostSecrets(database, keyId);
  // Last: until the database has another key, the old one may still turn up.
  setAside.push(...renameTo(lostDeviceFiles, suffix));
  return { keyId, copy, setAside };
}

/**
 * Renames an identity that cannot be opened; the next start makes another one.
 * @param suffix what the new name ends in
 * @returns its new path, if there was one
 */
export function setDeviceAside(dataDir: string, suffix: string): string[] {
  return renameTo([deviceFileOf(dataDir)], suffix);
}

/** @returns the new paths */
function renameTo(paths: string[], suffix: string): string[] {
  return paths.filter(existsSync).map((path) => {
    const aside = `${path}.${suffix}`;
    moveFile(path, aside);
    return aside;
  });
}
