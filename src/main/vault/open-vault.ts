import { type KeySource, keyFromEnvironment, keyFromFile } from "./data-key.ts";
import { createVault, type Vault } from "./vault.ts";

export type OpenVaultOptions = {
  /** The data folder; holds `data.key` unless the key comes from elsewhere. */
  dataDir: string;
  /** Read for FLIGHTDECK_KEY, which takes precedence over the key file. */
  env: { FLIGHTDECK_KEY?: string | undefined };
  /** Instead of the key file, for a host with a key store of its own. */
  keySource?: KeySource;
};

/**
 * Opens the vault of a data folder.
 *
 * @throws FlightDeckError `vault-key` when there is no usable key.
 */
export function openVault({ dataDir, env, keySource = keyFromFile(dataDir) }: OpenVaultOptions): Vault {
  const source = env.FLIGHTDECK_KEY === undefined ? keySource : keyFromEnvironment(env.FLIGHTDECK_KEY);
  return createVault(source());
}
