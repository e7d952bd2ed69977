import { noteDataKeyId, readDataKeyId, requireDataKey } from "../database/data-key-id.ts";
import { noteInstallation } from "../database/installation.ts";
import type { Database } from "../database/open-database.ts";
import { readSealingKeyIds } from "../database/sealed-values.ts";
import { sealedDeviceKeyIn } from "../gateway/device-identity.ts";
import { keySourceOf, type OpenVaultOptions, openVault } from "../vault/open-vault.ts";
import { createVault, keyIdOf, type Vault } from "../vault/vault.ts";
import { finishRotation } from "./finish-rotation.ts";

export type FolderVaultOptions = Pick<OpenVaultOptions, "dataDir" | "env" | "keySource">;

/**
 * Opens the vault of a data folder, whose database names its key. Nothing is sealed under another key, and a new key is made
 * only for a folder without secrets.
 * @throws FlightDeckError vault-key
 */
export function openFolderVault(database: Database, options: FolderVaultOptions): Vault {
  const noted = readDataKeyId(database);
  if (noted !== null) finishRotation(options.dataDir, noted);
  let vault: Vault;
  try {
    vault = openVault({ ...options, keyId: noted ?? keyIdFromSecrets(database, options) });
  } catch (error) {
    // A rotation may have replaced the key in between.
    if (readDataKeyId(database) === noted) throw error;
    return openFolderVault(database, options);
  }
  // Another process may just have used the folder for the first time, with another key.
  if (noted === null && noteDataKeyId(database, vault.keyId) !== vault.keyId) return openFolderVault(database, options);
  noteInstallation(database, vault, options.dataDir);
  return checkedAtSealing(database, vault);
}

/** The key may be replaced while another command is at work. */
function checkedAtSealing(database: Database, vault: Vault): Vault {
  return {
    ...vault,
    seal(plain, context) {
      requireDataKey(database, vault.keyId);
      return vault.seal(plain, context);
    },
    sealBytes(plain, context) {
      requireDataKey(database, vault.keyId);
      return vault.sealBytes(plain, context);
    },
  };
}

/**
 * The key of a folder from before keys were noted: the one that its secrets are sealed under. If there are several, because
 * FLIGHTDECK_KEY was once forgotten, the present key is preferred.
 */
function keyIdFromSecrets(database: Database, options: FolderVaultOptions): string | null {
  const deviceKey = sealedDeviceKeyIn(options.dataDir);
  const ids = readSealingKeyIds(database);
  const deviceKeyId = deviceKey === null ? null : keyIdOf(deviceKey);
  if (deviceKeyId !== null) ids.add(deviceKeyId);
  if (ids.size < 2) return [...ids][0] ?? null;
  const present = keySourceOf(options).read();
  const presentId = present === null ? null : createVault(present).keyId;
  return presentId !== null && ids.has(presentId) ? presentId : (deviceKeyId ?? [...ids][0] ?? null);
}
