import { gatewayTokenContext } from "../database/gateways.ts";
import type { Vault } from "../vault/vault.ts";

/** What is kept of a gateway's token to see whether it has changed; useless without the vault's key. */
export function secretPrint(vault: Vault, gatewayId: string, token: string): string {
  return vault.fingerprint(`${gatewayTokenContext(gatewayId)}:${token}`);
}
