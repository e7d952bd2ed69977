import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Agent, Gateway } from "../../shared/records.ts";
import type { TemplateSetRow } from "../../shared/template-history.ts";
import { listAgents } from "../database/agents.ts";
import { readBoardFolders } from "../database/board-templates.ts";
import { listBoards } from "../database/boards.ts";
import { listGateways } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { readSettings } from "./change-settings.ts";
import { readTemplateChoices } from "./template-choices.ts";

export type TemplateSetsServices = { database: Database; dataDir: string };

/** Where sets of one's own are. */
export function templateSetsFolder({ dataDir }: Pick<TemplateSetsServices, "dataDir">): string {
  return join(dataDir, "templates");
}

/** The built-in set, those in the data folder, and the folders that the settings, the gateways and the boards name. */
export function listTemplateSets({ database, dataDir }: TemplateSetsServices): TemplateSetRow[] {
  const { templateFolder } = readSettings(database);
  const choiceOf = readTemplateChoices(database);
  const boardFolder = readBoardFolders(database);
  const gateways = listGateways(database).map(({ id, name }) => {
    const { folder, from } = choiceOf({ gatewayId: id, boardId: null });
    return { id, name, folder, isOwn: from === "gateway" };
  });
  const boards = listBoards(database).flatMap(({ id, name, gatewayId }) => {
    const folder = boardFolder(id);
    return folder === null ? [] : [{ id, name, gatewayId, folder, isOwn: true }];
  });
  const agents = Map.groupBy(listAgents(database), (agent) => choiceOf(agent).folder);
  const root = templateSetsFolder({ dataDir });
  const own = foldersIn(root).map((name) => join(root, name));
  const used = [templateFolder, ...[...gateways, ...boards].map(({ folder }) => folder)];
  const folders = [null, ...new Set([...own, ...used.filter((folder) => folder !== null)])];
  return folders.map((folder) => ({
    folder,
    name: folder === null ? "Built-in" : basename(folder),
    kind: folder === null ? "built-in" : own.includes(folder) || dirname(folder) === root ? "own" : "folder",
    isMissing: folder !== null && !existsSync(folder),
    isDefault: folder === templateFolder,
    gateways: withoutFolder(gateways.filter((gateway) => gateway.folder === folder)),
    boards: withoutFolder(boards.filter((board) => board.folder === folder)),
    agents: agents.get(folder)?.length ?? 0,
  }));
}

function withoutFolder<User extends { folder: string | null }>(users: User[]): Omit<User, "folder">[] {
  return users.map(({ folder: _, ...user }) => user);
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

/** A set in the data folder. @throws FlightDeckError not-found; templates-not-saved for others, which are not Flight Deck's to change */
export function requireOwnSet(services: TemplateSetsServices, folder: string): TemplateSetRow {
  const set = findTemplateSet(services, folder);
  if (set.kind === "own" && !set.isMissing) return set;
  throw new FlightDeckError(
    "templates-not-saved",
    set.isMissing ? `The folder ${folder} is not there.` : `${folder} is a folder of yours, outside the data folder.`,
    hintsOf("templates-not-saved").ownFolder,
  );
}

/** Whose agents a set is checked with: the gateways that have any, and which of their agents count. */
export type SetUsers = { gateways: Gateway[]; uses: (agent: Pick<Agent, "gatewayId" | "boardId">) => boolean };

/** Who is made from a set. @throws FlightDeckError not-found */
export function usersOfSet(services: TemplateSetsServices, folder: string | null): SetUsers {
  const { database } = services;
  const { gateways, boards } = findTemplateSet(services, folder);
  const ids = new Set([...gateways.map(({ id }) => id), ...boards.map(({ gatewayId }) => gatewayId)]);
  const choiceOf = readTemplateChoices(database);
  return {
    gateways: listGateways(database).filter(({ id }) => ids.has(id)),
    uses: (agent) => choiceOf(agent).folder === folder,
  };
}

/** The records whose agents are no longer in sync when a set changes. */
export function changedWithSet({ gateways, boards }: TemplateSetRow) {
  return { gatewayIds: gateways.map(({ id }) => id), boardIds: boards.map(({ id }) => id) };
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
