import { appendFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Logger, pino } from "pino";

/** Then the file gets another name and a new one begins, so that the log takes twice as much at most. */
export const longestLogBytes = 5_000_000;

/**
 * The log of a host, `flight-deck.log` in the data folder with `flight-deck.log.1` before it, readable by its owner only: internal
 * failures, never inputs or results.
 */
export function openLog(dataDir: string): Logger {
  const path = join(dataDir, "flight-deck.log");
  return pino(
    { base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    { write: (line) => append(path, line) },
  );
}

/** A log that cannot be written, for example on a full disk, must not end what it is about. */
function append(path: string, line: string): void {
  try {
    if (sizeOf(path) + line.length > longestLogBytes) renameSync(path, `${path}.1`);
    appendFileSync(path, line, { mode: 0o600 });
  } catch {
    // There is no other place for it.
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
