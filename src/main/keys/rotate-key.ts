import { randomBytes } from "node:crypto";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { readDataKeyId } from "../database/data-key-id.ts";
import { gatewayTokenContext } from "../database/gateways.ts";
import { listSealedTokens, type PrintMap } from "../database/mirror/replace-secret-prints.ts";
import type { Database } from "../database/open-database.ts";
import { replaceDataKey, wipeReplacedValues } from "../database/replace-data-key.ts";
import type { Resealed } from "../database/reseal-values.ts";
import { resealDeviceKey } from "../gateway/device-identity.ts";
import { secretPrint } from "../mirror/secret-print.ts";
import { dataKeyBytes, encodeKey } from "../vault/data-key.ts";
import { createPrivateFile } from "../vault/private-files.ts";
import { createVault, type Vault } from "../vault/vault.ts";
import {
  finishRotation,
  newDeviceFileOf,
  newKeyFileOf,
  removeNewFiles,
  requireReplaceableFiles,
} from "./finish-rotation.ts";
import { type FolderVaultOptions, openFolderVault } from "./open-folder-vault.ts";

export type Rotation = Resealed & {
  oldKeyId: string;
  keyId: string;
  /** Whether the values under the old key are gone from the database file, not only replaced. */
  isWiped: boolean;
};

/**
 * Gives a data folder a new key. What needs it is written beside the present files, then the database changes to the new key in
 * one transaction, then the files take their places: whatever cuts it off, the database names the key that its values need, and
 * the next start finishes the rest. Call it while the whole folder is held.
 * @param given the new key of a folder whose key is in FLIGHTDECK_KEY; null to make one for the key file
 * @throws FlightDeckError vault-key
 */
export function rotateKey(database: Database, options: FolderVaultOptions, given: Buffer | null): Rotation {
  const { dataDir } = options;
  const from = openFolderVault(database, options);
  const key = given ?? randomBytes(dataKeyBytes);
  const to = createVault(key);
  if (to.keyId === from.keyId) {
    throw new FlightDeckError("vault-key", "The new key is the present one.", hintsOf("vault-key").newKey);
  }
  const result = changeKey(database, { dataDir, from, to, newKey: given === null ? key : null });
  finishRotation(dataDir, to.keyId);
  const isWiped = wipeReplacedValues(database);
  return { ...result, oldKeyId: from.keyId, keyId: to.keyId, isWiped };
}

/** @param newKey the key to write to a file; null if it was given */
type KeyChange = { dataDir: string; from: Vault; to: Vault; newKey: Buffer | null };

/** Writes the new files beside the present ones, which has no effect until the database names the new key, and changes it. */
function changeKey(database: Database, { dataDir, from, to, newKey }: KeyChange): Resealed {
  try {
    // What an earlier rotation left that was cut off here.
    removeNewFiles(dataDir);
    requireReplaceableFiles(dataDir, { withKeyFile: newKey !== null });
    if (newKey !== null) createPrivateFile(newKeyFileOf(dataDir, to.keyId), encodeKey(newKey));
    createPrivateFile(newDeviceFileOf(dataDir, to.keyId), resealDeviceKey(dataDir, from, to));
    return replaceDataKey(database, { from, to, printsOf: () => printsOf(database, from, to) });
  } catch (error) {
    if (readDataKeyId(database) === to.keyId) throw error;
    removeNewFiles(dataDir);
    if (error instanceof FlightDeckError) throw error;
    throw new FlightDeckError(
      "vault-key",
      `The secrets in ${dataDir} keep their key: ${messageOf(error)}`,
      hintsOf("vault-key").notRotated,
      { cause: error },
    );
  }
}

/**
 * The fingerprints of tokens that are here are computed again. Others, such as of a token that Mission Control had before ours
 * was changed, stay different from every token, so that they never make two versions look the same.
 */
function printsOf(database: Database, from: Vault, to: Vault): PrintMap {
  const known = new Map(
    listSealedTokens(database).flatMap(({ id, sealed }) => {
      const token = openOrNull(from, sealed, gatewayTokenContext(id));
      return token === null ? [] : [[secretPrint(from, id, token), secretPrint(to, id, token)] as const];
    }),
  );
  return (print) => known.get(print) ?? to.fingerprint(`unknown:${print}`);
}

function openOrNull(vault: Vault, sealed: string, context: string): string | null {
  try {
    return vault.open(sealed, context);
  } catch {
    return null;
  }
}
