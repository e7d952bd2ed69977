import type { Agent } from "../../shared/records.ts";
import { chooseTemplates, type TemplateChoice } from "../../shared/template-choice.ts";
import { readBoardFolders } from "../database/board-templates.ts";
import { readGatewayTemplates } from "../database/gateway-templates.ts";
import type { Database } from "../database/open-database.ts";
import { readSettings } from "./change-settings.ts";

/** Which set the agents of a gateway and a board are made from; null for no board. */
export type TemplateChoices = (agent: Pick<Agent, "gatewayId" | "boardId">) => TemplateChoice;

/** The sets that operators chose, as they are now. Every place that asks for an agent's templates asks here. */
export function readTemplateChoices(database: Database): TemplateChoices {
  const { templateFolder: settings } = readSettings(database);
  const ofBoard = readBoardFolders(database);
  const ofGateway = readGatewayTemplates(database);
  return ({ gatewayId, boardId }) =>
    chooseTemplates({
      board: boardId === null ? null : ofBoard(boardId),
      gateway: ofGateway(gatewayId).folder,
      settings,
    });
}
