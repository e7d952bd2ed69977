import { openDatabase } from "../database/open-database.ts";
import { holderOfDataFolder } from "../lock-data-folder.ts";
import { makeBrowserLink } from "../operations/browser-access.ts";

/**
 * Prints a link that opens the running browser host of a data folder in another browser.
 * @throws FlightDeckError as `makeBrowserLink`
 */
export function printNewLink(dataDir: string): void {
  const database = openDatabase({ dataDir });
  try {
    console.log(makeBrowserLink(database, holderOfDataFolder(dataDir)));
  } finally {
    database.close();
  }
}
