import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { forgetSyncStates } from "../database/agent-sync-states.ts";
import { listAgentsOfBoards } from "../database/agents.ts";
import { readBoard, updateBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import type { NewBoard } from "./create-board.ts";
import type { RouterServices } from "./operation-services.ts";
import { withDefined } from "./with-defined.ts";

export type BoardFieldsChange = { [Field in keyof NewBoard]?: NewBoard[Field] | undefined };

/**
 * Changes the given fields of a board. A board with agents stays on its gateway, where their workspaces are.
 * @throws FlightDeckError not-found, bad-input
 */
export function changeBoard({ database }: RouterServices, boardId: string, change: BoardFieldsChange): void {
  const board = readBoard(database, boardId);
  const given = withDefined(change);
  if (given.gatewayId !== undefined && given.gatewayId !== board.gatewayId) {
    if (given.gatewayId !== null) readGateway(database, given.gatewayId);
    if (listAgentsOfBoards(database, [boardId]).length > 0) throw hasAgents(board.name);
  }
  if (Object.keys(given).length === 0) return;
  updateBoard(database, boardId, given);
  forgetSyncStates(database, { boardId });
}

function hasAgents(name: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `Board "${name}" cannot change its gateway: its agents' workspaces are there.`,
    hintsOf("bad-input").boardPlaced,
  );
}
