import { readAgent } from "../database/agents.ts";
import { readGateway } from "../database/gateways.ts";
import { type KeptPair, keepTheirs } from "../database/written-files.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

export type FileChoice = { id: string; fileName: string; kept: KeptPair | null };

/**
 * Records that the operator keeps the gateway version of an agent's file, as `keepTheirs`, or ends that. Not during a run, which
 * puts the choice back that it found.
 * @throws FlightDeckError not-found, run-in-progress
 */
export async function keepFile(
  services: RecordsServices & { dataDir: string },
  { id, fileName, kept }: FileChoice,
): Promise<void> {
  const { database } = services;
  const gateway = readGateway(database, readAgent(database, id).gatewayId);
  await whileNoRun(services, gateway, () =>
    saveRecords(services, { tell: ["agents", "boards", "gateways"] }, () => {
      keepTheirs(database, readAgent(database, id).id, fileName, kept);
    }),
  );
}
