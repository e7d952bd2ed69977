import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { defaultBaseUrl } from "../../shared/addresses.ts";
import {
  defaultHistoryDays,
  defaultHistoryRuns,
  defaultVersionDays,
  defaultVersionsKept,
} from "../../shared/retention.ts";
import type { Settings } from "../../shared/settings-view.ts";
import { forgetSyncStates } from "../database/agent-sync-states.ts";
import { readBackupsKept, saveBackupsKept } from "../database/backups/backups-kept.ts";
import { readGatewayTemplates } from "../database/gateway-templates.ts";
import { listGateways } from "../database/gateways.ts";
import { readKeepsLearned, saveKeepsLearned } from "../database/keeps-learned.ts";
import type { Database } from "../database/open-database.ts";
import type { Retention } from "../database/outdated-runs.ts";
import { pruneAtNextLook } from "../database/prune-history.ts";
import { readSetting, saveSetting } from "../database/settings.ts";
import { checkAddressText } from "./gateway-address.ts";

export const defaultMaxInFlight = 32;

const settingsSchema = z.object({
  baseUrl: z.string().default(defaultBaseUrl),
  theme: z.enum(["system", "light", "dark"]).default("system"),
  maxInFlight: z.number().default(defaultMaxInFlight),
  templateFolder: z.string().nullable().default(null),
  historyDays: z.number().default(defaultHistoryDays),
  historyRuns: z.number().default(defaultHistoryRuns),
  versionDays: z.number().default(defaultVersionDays),
  versionsKept: z.number().default(defaultVersionsKept),
  keepsAwake: z.boolean().default(true),
}) satisfies z.ZodType<Omit<Settings, "backupsKept" | "keepsLearned">>;

const key = "settings";

/** The settings of this installation, with defaults for those never set. */
export function readSettings(database: Database): Settings {
  const stored = settingsSchema.parse(JSON.parse(readSetting(database, key) ?? "{}"));
  // Kept by themselves: one is read before the database has this version's format, the other by every run.
  return { ...stored, backupsKept: readBackupsKept(database), keepsLearned: readKeepsLearned(database) };
}

/** How long runs and versions of files are kept. */
export function readRetention(database: Database): Retention {
  return retentionOf(readSettings(database));
}

function retentionOf({ historyDays, historyRuns, versionDays, versionsKept }: Settings): Retention {
  return { keepDays: historyDays, keepRuns: historyRuns, versionDays, keepVersions: versionsKept };
}

/**
 * Saves the given settings; the others stay. With another base URL, agents of gateways that have none of their own are no longer
 * known to be synced.
 * @throws FlightDeckError bad-input for a base URL that cannot be used
 */
export function saveSettings(database: Database, change: Partial<Settings>): Settings {
  if (change.baseUrl !== undefined) checkAddressText("base-url", "The base URL", change.baseUrl);
  const save = database.sqlite.transaction(() => {
    const before = readSettings(database);
    const settings = settingsSchema.parse({ ...before, ...change });
    saveSetting(database, key, JSON.stringify(settings));
    if (change.backupsKept !== undefined) saveBackupsKept(database, change.backupsKept);
    if (change.keepsLearned !== undefined) saveKeepsLearned(database, change.keepsLearned);
    if (settings.baseUrl !== before.baseUrl) forgetSyncStates(database, { gatewayIds: listFollowers(database) });
    const after = readSettings(database);
    if (!isDeepStrictEqual(retentionOf(before), retentionOf(after))) pruneAtNextLook(database);
    return after;
  });
  return save.immediate();
}

/** The gateways whose base URL is that of the settings. */
function listFollowers(database: Database): string[] {
  const templatesOf = readGatewayTemplates(database);
  return listGateways(database).flatMap(({ id }) => (templatesOf(id).baseUrl === null ? [id] : []));
}
