import { appendFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import { hideSecrets } from "./vault/known-secrets.ts";

/** Then the file gets another name and a new one begins, so that the log takes twice as much at most. */
export const longestLogBytes = 5_000_000;

/**
 * The log of a host, `flight-deck.log` in the data folder with `flight-deck.log.1` before it, readable by its owner only: internal
 * failures, never inputs or results, and no secret that this process knows.
 */
export function openLog(dataDir: string): Logger {
  const path = join(dataDir, "flight-deck.log");
  return pino(
    { base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    { write: (line) => append(path, hideSecrets(line)) },
  );
}

/** A log that cannot be written, for example on a full disk, must not stop the work that is logged. */
function append(path: string, line: string): void {
  attempt(() => {
    if (sizeOf(path) + line.length > longestLogBytes) renameSync(path, `${path}.1`);
  });
  attempt(() => appendFileSync(path, line, { mode: 0o600 }));
}

function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // There is no other place to report it.
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
