import type { Board } from "../../shared/records.ts";
import { moveToBin } from "../database/bin/bin-entries.ts";
import { deleteBoard, readBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { confirmName } from "./confirm-name.ts";
import type { RouterServices } from "./operation-services.ts";
import { saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

/**
 * Deletes a board's record and its agents' records; on the gateway the agents stay.
 * @returns its entry in the bin
 * @throws FlightDeckError not-found, bad-input, run-in-progress
 */
export async function deleteBoardWithConsent(
  services: RouterServices,
  { id, confirmName: typed }: { id: string; confirmName: string },
): Promise<string> {
  const { database } = services;
  const board = readBoard(database, id);
  confirmName("board", board.name, typed);
  const remove = () =>
    saveRecords(services, { tell: ["boards", "gateways", "agents", "bin"] }, () => removeBoard(database, board));
  if (board.gatewayId === null) return remove();
  return whileNoRun(services, readGateway(database, board.gatewayId), remove);
}

/** Moves a board's record and its agents' records to the bin, in the transaction of the caller. @returns its entry there */
export function removeBoard(database: Database, { id, name, gatewayId }: Board): string {
  const roots = [{ table: "boards", ids: [id] }];
  const place = gatewayId && `gateway "${readGateway(database, gatewayId).name}"`;
  const binId = moveToBin(database, { kind: "board", recordId: id, name, place, roots });
  deleteBoard(database, id);
  return binId;
}
