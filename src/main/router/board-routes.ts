import { readBoard } from "../database/boards.ts";
import { changeBoard } from "../operations/change-board.ts";
import { createBoard } from "../operations/create-board.ts";
import { deleteBoardWithConsent } from "../operations/delete-board.ts";
import { duplicateBoard } from "../operations/duplicate-board.ts";
import { listBoardRows, readBoardRow } from "../operations/list-board-rows.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { pauseBoards } from "../operations/pause-boards.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function boardsRouter(os: ContractImplementer, services: RouterServices) {
  const { database, startedBy } = services;
  return {
    list: os.boards.list.handler(({ input }) => listBoardRows(services, input.gatewayId)),
    create: os.boards.create.handler(({ input }) => {
      const { id } = createBoard(services, input);
      return readBoardRow(services, id);
    }),
    update: os.boards.update.handler(async ({ input }) => {
      await changeBoard(services, input.id, input.change);
      return readBoardRow(services, input.id);
    }),
    duplicate: os.boards.duplicate.handler(({ input: { id: boardId, ...copy } }) => {
      const { board, agents } = duplicateBoard(services, { boardId, ...copy });
      return { id: board.id, agents };
    }),
    delete: os.boards.delete.handler(async ({ input }) => ({ binId: await deleteBoardWithConsent(services, input) })),
    setPaused: os.boards.setPaused.handler(({ input }) => {
      const { id } = readBoard(database, input.id);
      pauseBoards(services, { boardIds: [id], paused: input.paused, source: startedBy });
      return readBoardRow(services, id);
    }),
  };
}
