import { z } from "zod";
import { baseUrlColumn } from "./own-columns.ts";

/** Settings that are about the whole fleet; a fleet file has those that are not the default. */
export const fleetSettingsSchema = z
  .object({
    base_url: baseUrlColumn,
    template_folder: z.string().trim().min(1, "must not be empty").nullable(),
    max_in_flight: z.number().int().min(1).max(64),
  })
  .partial();
export type FleetSettings = z.infer<typeof fleetSettingsSchema>;

/** What `format` says in files that an export writes. Another value is of a version that writes them differently. */
export const fleetFormat = "flight-deck-fleet-1";
