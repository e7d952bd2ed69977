import type { Vault } from "../vault/vault.ts";
import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { gatewayDeviceTokens } from "./schema/local-tables.ts";

/** The token a gateway issued to this device when it was paired; `token` in clear, for the connection only. */
export type DeviceToken = { token: string; scopes: string[] };

function deviceTokenContext(gatewayId: string): string {
  return `device-token:${gatewayId}`;
}

/** @throws FlightDeckError `vault-key` when it was sealed under another key. */
export function readDeviceToken(db: Database, vault: Vault, gatewayId: string): DeviceToken | undefined {
  const row = db.orm.select().from(gatewayDeviceTokens).where(eq(gatewayDeviceTokens.gatewayId, gatewayId)).get();
  return row && { token: vault.open(row.token, deviceTokenContext(gatewayId)), scopes: row.scopes };
}

export function saveDeviceToken(db: Database, vault: Vault, gatewayId: string, deviceToken: DeviceToken): void {
  const sealed = {
    token: vault.seal(deviceToken.token, deviceTokenContext(gatewayId)),
    scopes: deviceToken.scopes,
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
