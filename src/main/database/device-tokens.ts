import { isSameEndpoint } from "../../shared/addresses.ts";
import type { Vault } from "../vault/vault.ts";
import type { Database } from "./database.ts";
import { eq } from "./drizzle.ts";
import { gatewayDeviceTokens } from "./schema/local-tables.ts";

/** The token a gateway issued to this device when it was paired; `token` in clear, for the connection only. */
export type DeviceToken = { token: string; scopes: string[] };

/** The context that the token of a paired device is sealed for. */
export function deviceTokenContext(gatewayId: string): string {
  return `device-token:${gatewayId}`;
}

/**
 * @param url the address it would be sent to: a token that was issued at another one is not returned.
 * @throws FlightDeckError `vault-key` when it was sealed under another key.
 */
export function readDeviceToken(db: Database, vault: Vault, gatewayId: string, url: string): DeviceToken | undefined {
  const row = db.orm.select().from(gatewayDeviceTokens).where(eq(gatewayDeviceTokens.gatewayId, gatewayId)).get();
  if (!row || !isSameEndpoint(row.url, url)) return undefined;
  return { token: vault.open(row.token, deviceTokenContext(gatewayId)), scopes: row.scopes };
}

/** @param url the address that it was issued at. */
export function saveDeviceToken(
  db: Database,
  vault: Vault,
  gatewayId: string,
  deviceToken: DeviceToken & { url: string },
): void {
  const sealed = {
    token: vault.seal(deviceToken.token, deviceTokenContext(gatewayId)),
    scopes: deviceToken.scopes,
    url: deviceToken.url,
  };
  db.orm
    .insert(gatewayDeviceTokens)
    .values({ gatewayId, ...sealed })
    .onConflictDoUpdate({ target: gatewayDeviceTokens.gatewayId, set: sealed })
    .run();
}

export function deleteDeviceToken(db: Database, gatewayId: string): void {
  db.orm.delete(gatewayDeviceTokens).where(eq(gatewayDeviceTokens.gatewayId, gatewayId)).run();
}
