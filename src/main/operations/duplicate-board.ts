import type { Board } from "../../shared/records.ts";
import { listAgentsOfBoards } from "../database/agents.ts";
import { readBoardFolders, saveBoardFolder } from "../database/board-templates.ts";
import { listBoards, readBoard } from "../database/boards.ts";
import { readLabels } from "../database/record-labels.ts";
import { listVariables, saveVariable } from "../database/template-variables.ts";
import { createBoard } from "./create-board.ts";
import { copyAgent } from "./duplicate-agent.ts";
import { nameOfCopy } from "./name-of-copy.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

export type DuplicateBoard = {
  boardId: string;
  /** By default, the board's name with "copy". */
  name?: string | undefined;
  /** Whether its agents are copied as well, its lead included. */
  withAgents: boolean;
};

/**
 * Adds a board with the settings, labels, template set and variables of another one, and copies of its agents if asked. Its chat stays with the
 * other one.
 * @throws FlightDeckError not-found; bad-input for a board on no gateway
 */
export function duplicateBoard(
  services: RecordsServices,
  { boardId, name, withAgents }: DuplicateBoard,
): { board: Board; agents: number } {
  const { database } = services;
  const { slug: _slug, ...fields } = readBoard(database, boardId);
  return saveRecords(services, { tell: ["boards", "gateways", "agents", "templates"] }, () => {
    const names = listBoards(database).map((board) => board.name);
    const labels = readLabels(database, "board").get(boardId);
    const copyName = name?.trim() || nameOfCopy(fields.name, names);
    const board = createBoard({ database }, { ...withoutOwn(fields), name: copyName, slug: "", labels });
    for (const variable of listVariables(database, { kind: "board", id: boardId })) {
      saveVariable(database, { kind: "board", id: board.id }, variable);
    }
    saveBoardFolder(database, board.id, readBoardFolders(database)(boardId));
    const agents = withAgents ? listAgentsOfBoards(database, [boardId]) : [];
    let hasLead = false;
    for (const agent of agents) {
      const isBoardLead: boolean = agent.isBoardLead && !hasLead;
      hasLead ||= isBoardLead;
      copyAgent(database, agent, { boardId: board.id, name: agent.name, isBoardLead });
    }
    return { board, agents: agents.length };
  });
}

function withoutOwn(board: Omit<Board, "slug">) {
  const { id: _id, organizationId: _organizationId, createdAt: _createdAt, updatedAt: _updatedAt, ...fields } = board;
  return fields;
}
