import type { Database } from "../database/database.ts";
import { readNetwork, readProxyAddress, readProxyOutline } from "../database/network-settings.ts";
import { createNetwork, type Network } from "../network/network.ts";
import { trustFrom } from "../network/trust.ts";
import type { Vault } from "../vault/vault.ts";

export type NetworkHost = {
  env: NodeJS.ProcessEnv;
  /** What the system says of an address, as a PAC file does. */
  systemProxyOf?: ((url: string) => Promise<string>) | undefined;
};

/** How this installation reaches gateways and webhooks: its settings are read whenever a connection begins. */
export function openNetwork({ database, vault }: { database: Database; vault: Vault }, host: NetworkHost): Network {
  return createNetwork({
    ...host,
    version: () => readNetwork(database).version,
    readSetting: () => ({
      mode: readProxyOutline(database).mode,
      address: readProxyAddress(database, vault),
      exceptions: readNetwork(database).exceptions,
    }),
  });
}

/** Lets TLS connections of this process trust what the settings and the environment say. */
export function trustAsSet(database: Database, env: NodeJS.ProcessEnv, warn = warnOnStderr): void {
  trustFrom({ env, warn, own: () => readNetwork(database).authorities });
}

function warnOnStderr(line: string): void {
  process.stderr.write(`Warning: ${line}\n`);
}
