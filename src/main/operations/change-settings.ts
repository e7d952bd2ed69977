import { z } from "zod";
import type { Settings } from "../../shared/views.ts";
import type { Database } from "../database/open-database.ts";
import { readSetting, saveSetting } from "../database/settings.ts";
import { checkAddressText } from "./gateway-address.ts";

const settingsSchema = z.object({
  baseUrl: z.string().default("http://127.0.0.1:8000"),
  theme: z.enum(["system", "light", "dark"]).default("system"),
  maxInFlight: z.number().default(32),
  templateFolder: z.string().nullable().default(null),
}) satisfies z.ZodType<Settings>;

const key = "settings";

/** The settings of this installation, with defaults for those never set. */
export function readSettings(database: Database): Settings {
  return settingsSchema.parse(JSON.parse(readSetting(database, key) ?? "{}"));
}

/** @throws FlightDeckError bad-input for a base URL that cannot be used */
export function saveSettings(database: Database, change: Partial<Settings>): Settings {
  if (change.baseUrl !== undefined) checkAddressText("base-url", "The base URL", change.baseUrl);
  const settings = settingsSchema.parse({ ...readSettings(database), ...change });
  saveSetting(database, key, JSON.stringify(settings));
  return settings;
}
