import { isDeepStrictEqual } from "node:util";
import { nowTimestamp } from "../../../shared/records.ts";
import type { FleetRow } from "./parse-fleet.ts";

/** What this app gives a record itself: a file that does not know it, or says null, takes nothing away. */
const neverErased: Record<string, string[]> = {
  gateways: ["token"],
  agents: ["agentTokenHash", "openclawSessionId"],
};

/** What provisioning writes here: a file's row that is older than ours, by updated_at, has nothing to say about it. */
const writtenHere: Record<string, string[]> = {
  agents: [
    "agentTokenHash",
    "openclawSessionId",
    "status",
    "provisionRequestedAt",
    "provisionAction",
    "lastSeenAt",
    "lastProvisionError",
  ],
};

/**
 * Decides what a row of the file changes of ours: the columns that it gives and that differ, but not what this app knows
 * better. updated_at never goes back; it becomes the present time where the file does not give one.
 *
 * @param ours by key, a token in clear.
 * @returns the changed columns by key; empty when nothing changes.
 */
export function mergeRow(tableName: string, ours: Record<string, unknown>, row: FleetRow): Record<string, unknown> {
  const { given, values } = row;
  const theirTime = given.includes("updatedAt") ? String(values.updatedAt) : undefined;
  const isOlder = theirTime !== undefined && theirTime < String(ours.updatedAt);
  const changed = given.filter((key) => {
    if (key === "updatedAt" || isDeepStrictEqual(values[key], ours[key])) return false;
    if (values[key] === null && neverErased[tableName]?.includes(key)) return false;
    return !(isOlder && writtenHere[tableName]?.includes(key));
  });
  const changes = Object.fromEntries(changed.map((key) => [key, values[key]]));
  if (theirTime !== undefined && theirTime > String(ours.updatedAt)) return { ...changes, updatedAt: theirTime };
  const needsTime = changed.length > 0 && theirTime === undefined && "updatedAt" in values;
  return needsTime ? { ...changes, updatedAt: nowTimestamp() } : changes;
}
