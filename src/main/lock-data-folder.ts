import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FlightDeckError } from "../shared/errors.ts";

/**
 * Takes a data folder for one window or browser host at a time. The command line needs no such lock: it may read and run
 * beside a host, because runs are locked per gateway.
 *
 * @returns gives the folder back
 * @throws FlightDeckError data-dir-locked
 */
export function lockDataFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, "host.lock");
  if (!claim(file)) {
    const holder = holderOf(file);
    if (holder !== null && isHeldBy(holder, file)) throw locked(dataDir, file, holder);
    // Its process died without giving the folder back. Of two who find it so, one claims it.
    rmSync(file, { force: true });
    if (!claim(file)) throw locked(dataDir, file, holderOf(file));
  }
  heldHere.add(file);
  return () => {
    heldHere.delete(file);
    rmSync(file, { force: true });
  };
}

const heldHere = new Set<string>();

/** In a container a process often has the number that its predecessor had: then the lock is only ours if we know of it. */
function isHeldBy(processId: number, file: string): boolean {
  return processId === process.pid ? heldHere.has(file) : isAlive(processId);
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

function locked(dataDir: string, file: string, holder: number | null): FlightDeckError {
  return new FlightDeckError(
    "data-dir-locked",
    `Flight Deck is already open on the data folder ${dataDir} (process ${holder ?? "unknown"}).`,
    `Use the window or the address of that one, end it, or start with another --data-dir. If no Flight Deck is running, delete ${file}.`,
  );
}
