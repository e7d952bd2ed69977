import type { Database } from "../database/open-database.ts";
import { readSetting, saveSetting } from "../database/settings.ts";

/** Which gateway is the practice one, and whether the welcome panel was answered; "" means "deleted". */
const gatewayKey = "practice.gateway-id";
const welcomedKey = "welcomed";

export function readPracticeGatewayId(database: Database): string | null {
  return readSetting(database, gatewayKey) || null;
}

export function savePracticeGatewayId(database: Database, gatewayId: string | null): void {
  saveSetting(database, gatewayKey, gatewayId ?? "");
}

/** True until the practice fleet is first added to this data folder. */
export function neverPractised(database: Database): boolean {
  return readSetting(database, gatewayKey) === undefined;
}

export function isWelcomed(database: Database): boolean {
  return readSetting(database, welcomedKey) === "yes";
}

export function saveWelcomed(database: Database, welcomed: boolean): void {
  saveSetting(database, welcomedKey, welcomed ? "yes" : "no");
}
