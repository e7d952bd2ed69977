import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type KeySource, keyFromEnvironment, keyFromFile } from "./data-key.ts";
import { createVault, type Vault } from "./vault.ts";

export type OpenVaultOptions = {
  /** The data folder; holds `data.key` unless the key comes from elsewhere. */
  dataDir: string;
  /** Read for FLIGHTDECK_KEY, which takes precedence over the key file. */
  env: { FLIGHTDECK_KEY?: string | undefined };
  /** Instead of the key file, for a host with a key store of its own. */
  keySource?: KeySource | undefined;
  /** The id of the key that the folder's secrets are sealed under; null if it has none yet. */
  keyId?: string | null;
};

/** Where the key of a data folder comes from. */
export function keySourceOf({ dataDir, env, keySource = keyFromFile(dataDir) }: OpenVaultOptions): KeySource {
  return env.FLIGHTDECK_KEY === undefined ? keySource : keyFromEnvironment(env.FLIGHTDECK_KEY);
}

/**
 * Opens the vault of a data folder. A key is made only for a folder that has no secrets yet.
 *
 * @throws FlightDeckError `vault-key` when there is no usable key, or it is not the one that the folder names.
 */
export function openVault(options: OpenVaultOptions): Vault {
  const { dataDir, keyId = null } = options;
  const source = keySourceOf(options);
  const key = source.read() ?? (keyId === null ? source.make() : null);
  if (!key) throw keyMissing(dataDir, keyId);
  const vault = createVault(key);
  if (keyId !== null && vault.keyId !== keyId) throw keyDiffers({ dataDir, source, vault, keyId });
  return vault;
}

function keyMissing(dataDir: string, keyId: string | null): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    `The secrets in ${dataDir} are sealed under the data key ${keyId}, but FLIGHTDECK_KEY is not set and there is no data.key.`,
    hintsOf("vault-key").keyMissing,
  );
}

function keyDiffers(options: { dataDir: string; source: KeySource; vault: Vault; keyId: string }): FlightDeckError {
  const { dataDir, source, vault, keyId } = options;
  return new FlightDeckError(
    "vault-key",
    `${source.name} holds the data key ${vault.keyId}, but the secrets in ${dataDir} are sealed under the data key ${keyId}.`,
    hintsOf("vault-key").keyMissing,
  );
}
