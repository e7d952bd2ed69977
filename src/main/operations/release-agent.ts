import { deleteAgent, readAgent } from "../database/agents.ts";
import { moveToBin } from "../database/bin/bin-entries.ts";
import { readBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import type { RouterServices } from "./operation-services.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

/**
 * Gives an agent back: its record goes to the bin, and the agent stays on its gateway as it is. From then on, no run knows it.
 * @returns its entry in the bin
 * @throws FlightDeckError not-found, run-in-progress
 */
export function releaseAgent(services: RecordsServices & Pick<RouterServices, "dataDir">, id: string): Promise<string> {
  const { database } = services;
  const gateway = readGateway(database, readAgent(database, id).gatewayId);
  return whileNoRun(services, gateway, () =>
    saveRecords(services, { tell: ["agents", "boards", "gateways", "bin"] }, () => {
      const { name, boardId } = readAgent(database, id);
      const place = boardId ? `board "${readBoard(database, boardId).name}"` : `gateway "${gateway.name}"`;
      const roots = [{ table: "agents", ids: [id] }];
      const binId = moveToBin(database, { kind: "agent", recordId: id, name, place, roots, onGateway: "stays" });
      deleteAgent(database, id);
      return binId;
    }),
  );
}
