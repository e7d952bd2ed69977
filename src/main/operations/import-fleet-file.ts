import { existsSync } from "node:fs";
import type { ImportReport } from "../../shared/import-report.ts";
import type { Settings } from "../../shared/settings-view.ts";
import { keysOf } from "../../shared/typed-keys.ts";
import type { FleetSettings } from "../database/fleet/fleet-settings.ts";
import { type ImportRules, importFleet } from "../database/import-fleet.ts";
import type { Database } from "../database/open-database.ts";
import { tryLockGateway } from "../provisioning/model/run-lock.ts";
import type { Vault } from "../vault/vault.ts";
import { readSettings, saveSettings } from "./change-settings.ts";
import { variableFault } from "./change-variables.ts";
import type { RecordsServices } from "./save-records.ts";

export type ImportServices = RecordsServices & { vault: Vault; dataDir: string };

/**
 * Imports a fleet file, or the files of a fleet folder, with Flight Deck's settings in them. With `dryRun` it only reports.
 * @throws FlightDeckError as `importFleet`
 */
export function importFleetFile(
  { database, vault, dataDir, changes }: ImportServices,
  fleet: unknown,
  { dryRun }: { dryRun: boolean },
): ImportReport {
  const tryLock = (gatewayId: string) => tryLockGateway(dataDir, gatewayId);
  const report = importFleet(database, vault, fleet, { dryRun, tryLock, rules: rulesOf(database) });
  if (!dryRun) changes?.emit("organizations", "gateways", "boards", "agents", "templates", "settings");
  return report;
}

function rulesOf(database: Database): ImportRules {
  return {
    variableFault(variable) {
      const fault = variableFault(variable);
      return fault && `${fault.message} ${fault.hint}`;
    },
    folderFault: (folder) =>
      existsSync(folder)
        ? null
        : `${folder} is not on this machine. Put the templates there, or choose another folder, before you sync.`,
    saveSettings: (settings) => saveFleetSettings(database, settings),
  };
}

const keys = { base_url: "baseUrl", template_folder: "templateFolder", max_in_flight: "maxInFlight" } as const;

/** @returns the settings that changed, as the file spells them */
function saveFleetSettings(database: Database, settings: FleetSettings): string[] {
  const before = readSettings(database);
  const changed = keysOf(keys).filter((name) => settings[name] !== undefined && settings[name] !== before[keys[name]]);
  if (changed.length === 0) return [];
  const change: Partial<Settings> = Object.fromEntries(changed.map((name) => [keys[name], settings[name]]));
  saveSettings(database, change);
  return changed;
}
