import { join } from "node:path";
import { destination, type Logger, pino } from "pino";

/**
 * The log of a host, `flight-deck.log` in the data folder, readable by its owner only: internal failures, never inputs or
 * results.
 */
export function openLog(dataDir: string): Logger {
  return pino(
    { base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    destination({ dest: join(dataDir, "flight-deck.log"), mode: 0o600, sync: true }),
  );
}
