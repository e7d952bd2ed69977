import { listGateways } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { lockDataFolder } from "../lock-data-folder.ts";
import { lockGateway } from "../provisioning/model/run-lock.ts";

/**
 * Does something to a data folder while no host has it open and no run is in progress on any of its gateways.
 * @throws FlightDeckError data-dir-locked or run-in-progress, naming who has it
 */
export async function holdWholeFolder<Result>(
  database: Database,
  dataDir: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return holdFolderWith(() => listGateways(database), dataDir, work);
}

/** The same where the database may not be readable. @param listNow the gateways, read once no host can add one */
export async function holdFolderWith<Result>(
  listNow: () => { id: string; name: string }[],
  dataDir: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const unlock = lockDataFolder(dataDir);
  try {
    return await holdGateways(listNow, dataDir, work);
  } finally {
    unlock();
  }
}

/** The same for a host that has the folder locked itself. */
export async function holdGateways<Result>(
  listNow: () => { id: string; name: string }[],
  dataDir: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const held: (() => void)[] = [];
  try {
    for (const gateway of listNow()) held.push(lockGateway(dataDir, gateway));
    return await work();
  } finally {
    for (const letGo of held) letGo();
  }
}
