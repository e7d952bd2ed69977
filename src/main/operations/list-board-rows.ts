import type { Board } from "../../shared/records.ts";
import type { BoardRow } from "../../shared/views.ts";
import { listBoards, listBoardsOfGateway, readBoard } from "../database/boards.ts";
import { listGateways } from "../database/gateways.ts";
import { readBoardFacts } from "../database/read-board-facts.ts";
import { readLabels } from "../database/record-labels.ts";
import { readSyncSummaries } from "../database/sync-summaries.ts";
import type { RouterServices } from "./operation-services.ts";
import { readPracticeGatewayId } from "./practice-choice.ts";

type Services = Pick<RouterServices, "database">;

/** Boards as a list shows them, all or those of one gateway. */
export function listBoardRows({ database }: Services, gatewayId?: string): BoardRow[] {
  const boards = gatewayId === undefined ? listBoards(database) : listBoardsOfGateway(database, gatewayId);
  return rowsOf(database, boards);
}

/** @throws FlightDeckError not-found */
export function readBoardRow({ database }: Services, boardId: string): BoardRow {
  const [row] = rowsOf(database, [readBoard(database, boardId)]);
  if (!row) throw new Error("a board made no row");
  return row;
}

function rowsOf(database: RouterServices["database"], boards: Board[]): BoardRow[] {
  const factsOf = readBoardFacts(
    database,
    boards.map(({ id }) => id),
  );
  const gatewayNames = new Map(listGateways(database).map(({ id, name }) => [id, name]));
  const practiceId = readPracticeGatewayId(database);
  const syncOf = readSyncSummaries(database, "board");
  const labels = readLabels(database, "board");
  return boards.map((board) => ({
    ...board,
    ...factsOf(board.id),
    labels: labels.get(board.id) ?? [],
    sync: syncOf(board.id),
    gatewayName: gatewayNames.get(board.gatewayId ?? "") ?? null,
    isPractice: board.gatewayId !== null && board.gatewayId === practiceId,
  }));
}
