import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FlightDeckError } from "../../shared/errors.ts";

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
  const file = join(folder, `${gateway.id}.lock`);
  if (!claim(file)) {
    const holder = holderOf(file);
    if (holder !== null && isAlive(holder)) throw inProgress(gateway.name, holder);
    // Its process died: the lock is anybody's, and of two who find it so one claims it.
    rmSync(file, { force: true });
    if (!claim(file)) throw inProgress(gateway.name, holderOf(file));
  }
  return () => rmSync(file, { force: true });
}

function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function holderOf(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || null;
  } catch {
    return null;
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
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
