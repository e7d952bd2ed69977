import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Gateway } from "../../shared/records.ts";
import type { TemplateSetRow } from "../../shared/template-history.ts";
import { readGatewayTemplates } from "../database/gateway-templates.ts";
import { listGateways } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { readSettings } from "./change-settings.ts";

export type TemplateSetsServices = { database: Database; dataDir: string };

/** Where sets of one's own are. */
export function templateSetsFolder({ dataDir }: Pick<TemplateSetsServices, "dataDir">): string {
  return join(dataDir, "templates");
}

/** The built-in set, those in the data folder, and the folders that the settings and the gateways name. */
export function listTemplateSets({ database, dataDir }: TemplateSetsServices): TemplateSetRow[] {
  const { templateFolder } = readSettings(database);
  const templatesOf = readGatewayTemplates(database);
  const gateways = listGateways(database).map(({ id, name }) => ({
    id,
    name,
    folder: templatesOf(id).folder ?? templateFolder,
  }));
  const root = templateSetsFolder({ dataDir });
  const own = foldersIn(root).map((name) => join(root, name));
  const used = [templateFolder, ...gateways.map(({ folder }) => folder)].filter((folder) => folder !== null);
  const folders = [null, ...new Set([...own, ...used])];
  return folders.map((folder) => ({
    folder,
    name: folder === null ? "Built-in" : basename(folder),
    kind: folder === null ? "built-in" : own.includes(folder) ? "own" : "folder",
    isDefault: folder === templateFolder,
    gateways: gateways.filter((gateway) => gateway.folder === folder).map(({ id, name }) => ({ id, name })),
  }));
}

/** The set in this folder; null is the built-in one. Windows may name no other folder. @throws FlightDeckError not-found */
export function findTemplateSet(services: TemplateSetsServices, folder: string | null): TemplateSetRow {
  const sets = listTemplateSets(services);
  const found = sets.find((set) => set.folder === folder);
  if (found) return found;
  throw new FlightDeckError(
    "not-found",
    `There is no template set in ${folder}.`,
    hintsOf("not-found").named(sets.map(({ name }) => name).join(", ")),
  );
}

/** The gateways whose agents are made from a set. @throws FlightDeckError not-found */
export function gatewaysOfSet(services: TemplateSetsServices, folder: string | null): Gateway[] {
  const users = new Set(findTemplateSet(services, folder).gateways.map(({ id }) => id));
  return listGateways(services.database).filter(({ id }) => users.has(id));
}

function foldersIn(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .sort();
  } catch {
    // There is none until a set is made.
    return [];
  }
}
