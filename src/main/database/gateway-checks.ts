import { z } from "zod";
import { nowTimestamp } from "../../shared/records.ts";
import type { Database } from "./database.ts";
import { readSetting, saveSetting } from "./settings.ts";

const checksSchema = z.record(z.string(), z.object({ everyMinutes: z.number().int().positive(), since: z.string() }));

/** How often a gateway is checked, and since when (`Timestamp` text). */
export type GatewayCheck = z.infer<typeof checksSchema>[string];

const key = "gateway-checks";

/** The background checks by gateway id; a gateway without one is never checked automatically. */
export function readGatewayChecks(database: Database): Record<string, GatewayCheck> {
  return checksSchema.parse(JSON.parse(readSetting(database, key) ?? "{}"));
}

/** @param everyMinutes 0 for never, and when the gateway is gone. */
export function saveGatewayCheck(database: Database, gatewayId: string, everyMinutes: number): void {
  const { [gatewayId]: _, ...others } = readGatewayChecks(database);
  const checks = everyMinutes > 0 ? { ...others, [gatewayId]: { everyMinutes, since: nowTimestamp() } } : others;
  saveSetting(database, key, JSON.stringify(checks));
}
