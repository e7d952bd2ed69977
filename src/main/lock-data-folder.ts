import { join } from "node:path";
import { FlightDeckError, hintsOf } from "../shared/errors.ts";
import { lockFile } from "./database/hold-file.ts";

/**
 * Locks a data folder for one window or browser host at a time. The command line needs no such lock: it may read and run beside
 * a host, because runs are locked per gateway.
 * @returns releases the folder
 * @throws FlightDeckError data-dir-locked
 */
export function lockDataFolder(dataDir: string): () => void {
  const held = lockFile(join(dataDir, "host"));
  if ("letGo" in held) return held.letGo;
  throw new FlightDeckError(
    "data-dir-locked",
    `Flight Deck is already open on the data folder ${dataDir} (process ${held.holder ?? "unknown"}).`,
    hintsOf("data-dir-locked").otherFlightDeck,
  );
}

/**
 * The process of the window or browser host that has a data folder open, or null. Not for that process itself: closing the file
 * would release its lock.
 */
export function holderOfDataFolder(dataDir: string): number | null {
  const held = lockFile(join(dataDir, "host"));
  if ("holder" in held) return held.holder;
  held.letGo();
  return null;
}
