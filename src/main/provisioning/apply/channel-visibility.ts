import { isDeepStrictEqual } from "node:util";
import { isJsonObject } from "../../../shared/is-json-object.ts";
import type { JsonObject } from "../../../shared/records.ts";
import type { Database } from "../../database/open-database.ts";
import { readSetting, saveSetting } from "../../database/settings.ts";
import type { GatewaySession } from "../../gateway/session.ts";

/**
 * Channel visibility is optional and makes gateways restart. OpenClaw 2026.5.2 to 2026.5.7, restarting within its process,
 * continues with the configuration that the process was started with, without the agents added since. There the setting is
 * removed again, which needs no restart and makes the roster effective, and it is not tried again.
 */

export function canSetChannelVisibility(database: Database, gatewayId: string): boolean {
  return readSetting(database, settingOf(gatewayId)) === undefined;
}

export function rememberVisibilityTakenBack(database: Database, gatewayId: string): void {
  saveSetting(database, settingOf(gatewayId), "taken back");
}

function settingOf(gatewayId: string): string {
  return `channel-visibility:${gatewayId}`;
}

/** The patch that removes from `before` what `added` added; null when it is no longer there. */
export function takingBack({ dialect, config }: GatewaySession, added: JsonObject, before: JsonObject) {
  return isDeepStrictEqual(dialect.visibilityPatch(config.config), added) ? null : removal(added, before);
}

function removal(added: JsonObject, before: JsonObject): JsonObject {
  const removed = Object.entries(added).map(([key, value]) => {
    const was = before[key];
    return [key, isJsonObject(value) && isJsonObject(was) ? removal(value, was) : null];
  });
  return Object.fromEntries(removed);
}
