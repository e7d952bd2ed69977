import type { SetTarget } from "../../shared/template-history.ts";
import { saveBoardFolder } from "../database/board-templates.ts";
import { readBoard } from "../database/boards.ts";
import { listGateways } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { readSettings, saveSettings } from "./change-settings.ts";
import { checkFolder, checkTemplates, refuseUnusable } from "./check-templates.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";
import { setGatewayTemplates } from "./set-gateway-templates.ts";
import { readTemplateChoices } from "./template-choices.ts";

export type AssignTemplateSetInput = {
  /** Null gives a gateway or a board no set of its own, and makes the built-in one that of the settings. */
  folder: string | null;
  target: SetTarget;
};

/**
 * Says which set the agents of a board, of a gateway, or of all others are made from. The next sync writes the files.
 * @throws FlightDeckError not-found; template-error for a folder with which a sync would fail
 */
export async function assignTemplateSet(
  services: RecordsServices,
  { folder, target }: AssignTemplateSetInput,
): Promise<void> {
  if (target.kind === "gateway") await setGatewayTemplates(services, target.id, { folder });
  else if (target.kind === "board") await setBoardTemplates(services, target.id, folder);
  else await setDefaultTemplates(services, folder);
}

const tell = ["settings", "templates", "gateways", "boards", "agents"] as const;

async function setBoardTemplates(services: RecordsServices, boardId: string, folder: string | null): Promise<void> {
  const { database } = services;
  const board = readBoard(database, boardId);
  if (folder !== null) {
    const gateways = listGateways(database).filter(({ id }) => id === board.gatewayId);
    const uses = (agent: { boardId: string | null }) => agent.boardId === boardId;
    refuseUnusable(await checkTemplates(database, { folder, gateways, uses }));
  }
  saveRecords(services, { tell, forget: { boardIds: [boardId] } }, () => saveBoardFolder(database, boardId, folder));
}

async function setDefaultTemplates(services: RecordsServices, folder: string | null): Promise<void> {
  const { database } = services;
  if (folder === readSettings(database).templateFolder) return;
  if (folder !== null) refuseUnusable(await checkFolder({ database }, folder));
  saveRecords(services, { tell, forget: { gatewayIds: listFollowers(database) } }, () =>
    saveSettings(database, { templateFolder: folder }),
  );
}

/** The gateways without a set of their own. */
function listFollowers(database: Database): string[] {
  const choiceOf = readTemplateChoices(database);
  return listGateways(database).flatMap(({ id }) =>
    choiceOf({ gatewayId: id, boardId: null }).from === "settings" ? [id] : [],
  );
}
