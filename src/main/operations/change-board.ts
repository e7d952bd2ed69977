import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { listAgentsOfBoards } from "../database/agents.ts";
import { readBoard, updateBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import { moveAgentsWithBoards } from "../database/move-agents-with-boards.ts";
import type { NewBoard } from "./create-board.ts";
import type { RouterServices } from "./operation-services.ts";
import { saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";
import { withDefined } from "./with-defined.ts";

export type BoardFieldsChange = { [Field in keyof NewBoard]?: NewBoard[Field] | undefined };

/**
 * Changes the given fields of a board. With another gateway its agents' records move too; the next sync there takes their files
 * along. A board with agents always has a gateway.
 * @throws FlightDeckError not-found, bad-input, run-in-progress
 */
export async function changeBoard(services: RouterServices, boardId: string, change: BoardFieldsChange): Promise<void> {
  const { database } = services;
  const board = readBoard(database, boardId);
  const given = withDefined(change);
  if (Object.keys(given).length === 0) return;
  const save = () =>
    saveRecords(services, { tell: ["boards", "gateways", "agents"], forget: { boardIds: [boardId] } }, () => {
      updateBoard(database, boardId, given);
      moveAgentsWithBoards(database, [boardId]);
    });
  if (given.gatewayId === undefined || given.gatewayId === board.gatewayId) return save();
  const hasAgents = listAgentsOfBoards(database, [boardId]).length > 0;
  if (hasAgents && given.gatewayId === null) throw needsGateway(board.name);
  const gateways = [board.gatewayId, given.gatewayId]
    .filter((id) => id !== null)
    .map((id) => readGateway(database, id));
  const [from, to] = gateways;
  if (!hasAgents || !from) return save();
  await whileNoRun(services, from, () => (to ? whileNoRun(services, to, save) : save()));
}

function needsGateway(name: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `Board "${name}" cannot be without a gateway: its agents' workspaces are on one.`,
    hintsOf("bad-input").boardPlaced,
  );
}
