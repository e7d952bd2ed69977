import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { listNames } from "../../shared/list-names.ts";
import type { Agent } from "../../shared/records.ts";
import { listAgentsOfBoards } from "../database/agents.ts";
import { readBoard, updateBoard } from "../database/boards.ts";
import { readAgentModes } from "../database/gateway-notes.ts";
import { readGateway } from "../database/gateways.ts";
import { moveAgentsWithBoards } from "../database/move-agents-with-boards.ts";
import { saveLabels } from "../database/record-labels.ts";
import type { NewBoard } from "./create-board.ts";
import type { RouterServices } from "./operation-services.ts";
import { type RecordsChange, type RecordsServices, saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";
import { withDefined } from "./with-defined.ts";

export type BoardFieldsChange = { [Field in keyof NewBoard]?: NewBoard[Field] | undefined };

/**
 * Changes the given fields of a board. With another gateway its agents' records move too; the next sync there takes their files
 * along. A board with agents always has a gateway.
 * @throws FlightDeckError not-found, bad-input, run-in-progress
 */
export async function changeBoard(
  services: RecordsServices & Pick<RouterServices, "dataDir">,
  boardId: string,
  change: BoardFieldsChange,
): Promise<void> {
  const { database } = services;
  const board = readBoard(database, boardId);
  const { labels, ...fields } = change;
  const given = withDefined(fields);
  const changesRecord = Object.keys(given).length > 0;
  if (!changesRecord && labels === undefined) return;
  const moves = given.gatewayId !== undefined && given.gatewayId !== board.gatewayId;
  const concerns: RecordsChange = {
    tell: ["boards", "gateways", "agents"],
    ...(changesRecord ? { forget: { boardIds: [boardId] } } : {}),
  };
  const save = () =>
    saveRecords(services, concerns, () => {
      if (changesRecord) updateBoard(database, boardId, given);
      if (labels) saveLabels(database, "board", boardId, labels);
      if (moves) moveAgentsWithBoards(database, [boardId]);
    });
  if (!moves) return save();
  const agents = listAgentsOfBoards(database, [boardId]);
  if (agents.length === 0) return save();
  const modes = readAgentModes(database);
  const bound = agents.filter(({ id }) => modes.has(id));
  if (bound.length > 0) throw staysThere(board.name, bound);
  if (given.gatewayId == null) throw needsGateway(board.name);
  const gatewayIds = new Set([given.gatewayId, board.gatewayId, ...agents.map(({ gatewayId }) => gatewayId)]);
  const gateways = [...gatewayIds].filter((id) => id !== null).map((id) => readGateway(database, id));
  const locked = gateways.reduce<() => void | Promise<void>>(
    (work, gateway) => () => whileNoRun(services, gateway, work),
    save,
  );
  await locked();
}

function staysThere(board: string, agents: readonly Agent[]): FlightDeckError {
  const named = listNames(agents.map(({ name }) => name));
  const message = `Board "${board}" was not moved: the mode of ${named} leaves what is on the gateway there.`;
  return new FlightDeckError("bad-input", message, hintsOf("bad-input").boundByMode);
}

function needsGateway(name: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `Board "${name}" cannot be without a gateway: its agents' workspaces are on one.`,
    hintsOf("bad-input").boardPlaced,
  );
}
