import { join } from "node:path";

/** The database of a data folder. */
export function databaseFileOf(dataDir: string): string {
  return join(dataDir, "flight-deck.db");
}
