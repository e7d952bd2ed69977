import { defaultBaseUrl } from "../../shared/addresses.ts";
import type { FleetDownload } from "../../shared/import-report.ts";
import { createSecretFinder } from "../database/fleet/find-secrets.ts";
import { fleetText, type WholeFleet } from "../database/fleet/fleet-files.ts";
import type { FleetSettings } from "../database/fleet/fleet-settings.ts";
import { type ReadFleet, readFleet } from "../database/fleet/read-fleet.ts";
import type { Database } from "../database/open-database.ts";
import type { Vault } from "../vault/vault.ts";
import { defaultMaxInFlight, readSettings } from "./change-settings.ts";
import { readPracticeGatewayId } from "./practice-choice.ts";

export type FleetExport = WholeFleet &
  Pick<ReadFleet, "warnings" | "notes"> & {
    /** Rows by table. */
    counts: Record<string, number>;
  };

/**
 * Everything that an operator sets, except secrets and what belongs to this installation or person: for another installation, a
 * copy, or a review in git. The practice fleet is left out.
 * @param vault null without the data key: gateways' tokens are then not looked for in texts.
 */
export function exportFleet(database: Database, vault: Vault | null): FleetExport {
  const read = () =>
    readFleet(database, {
      practiceGatewayId: readPracticeGatewayId(database),
      isSecret: createSecretFinder(database, vault),
    });
  const { rows, warnings, notes } = database.sqlite.transaction(read)();
  const counts = Object.fromEntries([...rows].map(([table, ofTable]) => [table, ofTable.length]));
  return { rows, settings: settingsOf(database), warnings, notes, counts };
}

/** The export as one file. */
export function downloadFleet(database: Database, vault: Vault): FleetDownload {
  const fleet = exportFleet(database, vault);
  const { counts, warnings, notes } = fleet;
  const day = new Date().toISOString().slice(0, 10);
  return { fileName: `flight-deck-fleet-${day}.json`, text: fleetText(fleet), counts, warnings, notes };
}

function settingsOf(database: Database): FleetSettings {
  const { baseUrl, templateFolder, maxInFlight } = readSettings(database);
  return {
    ...(baseUrl === defaultBaseUrl ? {} : { base_url: baseUrl }),
    ...(templateFolder === null ? {} : { template_folder: templateFolder }),
    ...(maxInFlight === defaultMaxInFlight ? {} : { max_in_flight: maxInFlight }),
  };
}
