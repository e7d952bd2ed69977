import { join } from "node:path";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { lockFile } from "../../database/hold-file.ts";

/**
 * Locks a gateway: one run at a time, over all processes on the data folder (docs/behaviour.md, A sync).
 * @returns releases the lock
 * @throws FlightDeckError run-in-progress
 */
export function lockGateway(dataDir: string, gateway: { id: string; name: string }): () => void {
  const held = lockFile(lockPath(dataDir, gateway.id));
  if ("letGo" in held) return held.letGo;
  throw inProgress(gateway.name, held.holder);
}

/** The same; null while the gateway is locked. */
export function tryLockGateway(dataDir: string, gatewayId: string): (() => void) | null {
  const held = lockFile(lockPath(dataDir, gatewayId));
  return "letGo" in held ? held.letGo : null;
}

function lockPath(dataDir: string, gatewayId: string): string {
  return join(dataDir, "locks", gatewayId);
}

function inProgress(gatewayName: string, holder: number | null): FlightDeckError {
  const where = holder === process.pid ? "in this app" : `in process ${holder ?? "unknown"}`;
  return new FlightDeckError(
    "run-in-progress",
    `A run is already in progress on gateway "${gatewayName}" (${where}).`,
    hintsOf("run-in-progress").wait,
  );
}
