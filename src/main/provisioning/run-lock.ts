import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FlightDeckError } from "../../shared/errors.ts";
import { holdFile } from "../database/hold-file.ts";

/**
 * Takes the right to run on a gateway: one run at a time per gateway, over all processes on the data folder
 * (BEHAVIOUR.md, Template sync).
 *
 * @returns gives the right back
 * @throws FlightDeckError run-in-progress
 */
export function lockGateway(dataDir: string, gateway: { id: string; name: string }): () => void {
  const folder = join(dataDir, "locks");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = holdFile(join(folder, `${gateway.id}.held`));
  // Only says who it is: what a process that died, or another with its number, left there decides nothing.
  const holderFile = join(folder, `${gateway.id}.lock`);
  if (!release) throw inProgress(gateway.name, holderOf(holderFile));
  try {
    writeFileSync(holderFile, String(process.pid), { mode: 0o600 });
  } catch (error) {
    release();
    throw error;
  }
  return () => {
    rmSync(holderFile, { force: true });
    release();
  };
}

function holderOf(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || null;
  } catch {
    return null;
  }
}

function inProgress(gatewayName: string, holder: number | null): FlightDeckError {
  const where = holder === process.pid ? "in this app" : `in process ${holder ?? "unknown"}`;
  return new FlightDeckError(
    "run-in-progress",
    `Another run is already going on for gateway "${gatewayName}" (${where}).`,
    "Wait until it has ended, or cancel it, then try again.",
  );
}
