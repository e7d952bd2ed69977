import { deleteBoard, readBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import { confirmName } from "./confirm-name.ts";
import type { RouterServices } from "./operation-services.ts";
import { saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

/**
 * Deletes a board's record and its agents' records; on the gateway the agents stay.
 * @throws FlightDeckError not-found, bad-input, run-in-progress
 */
export async function deleteBoardWithConsent(
  services: RouterServices,
  { id, confirmName: typed }: { id: string; confirmName: string },
): Promise<void> {
  const { database } = services;
  const board = readBoard(database, id);
  confirmName("board", board.name, typed);
  const remove = () =>
    saveRecords(services, { tell: ["boards", "gateways", "agents"] }, () => deleteBoard(database, id));
  if (board.gatewayId === null) return remove();
  await whileNoRun(services, readGateway(database, board.gatewayId), remove);
}
