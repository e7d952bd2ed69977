import type { Gateway } from "../../shared/records.ts";
import { lockGateway } from "../provisioning/model/run-lock.ts";

/**
 * Does something that must not happen during a run on this gateway: refuses if one is in progress, and prevents one from
 * starting meanwhile.
 * @throws FlightDeckError run-in-progress
 */
export async function whileNoRun<T>(
  { dataDir }: { dataDir: string },
  gateway: Pick<Gateway, "id" | "name">,
  work: () => T | Promise<T>,
): Promise<T> {
  const unlock = lockGateway(dataDir, gateway);
  try {
    return await work();
  } finally {
    unlock();
  }
}
