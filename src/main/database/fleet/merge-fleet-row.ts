import { isDeepStrictEqual } from "node:util";
import { nowTimestamp } from "../../../shared/records.ts";
import type { FleetRow } from "./parse-fleet.ts";

/** Columns that Flight Deck sets itself: a file without them, or with null, does not erase them. */
const neverErased: Record<string, string[]> = {
  gateways: ["token"],
  agents: ["agentTokenHash", "openclawSessionId"],
};

/** Columns that provisioning writes: a row in the file that is older than ours, by updated_at, does not change them. */
const writtenHere: Record<string, string[]> = {
  agents: [
    "agentTokenHash",
    "openclawSessionId",
    "status",
    "provisionRequestedAt",
    "provisionAction",
    "lastSeenAt",
    "lastProvisionError",
    "lifecycleGeneration",
    "wakeAttempts",
    "lastWakeSentAt",
    "checkinDeadlineAt",
  ],
};

/**
 * Decides what a row of the file changes in ours: the columns that it gives and that differ, except where Flight Deck's own
 * value is newer. updated_at never goes back; it becomes the present time if the file does not give one.
 * @param ours by key, a token in clear.
 * @returns the changed columns by key; empty when nothing changes.
 */
export function mergeFleetRow(
  tableName: string,
  ours: Record<string, unknown>,
  row: FleetRow,
): Record<string, unknown> {
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
