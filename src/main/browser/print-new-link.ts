import { holderOfDataFolder } from "../lock-data-folder.ts";
import { openFolderDatabase } from "../open-folder-database.ts";
import { makeBrowserLink } from "../operations/browser-access.ts";

/**
 * Prints a link that opens the running browser host of a data folder in another browser.
 * @throws FlightDeckError as `makeBrowserLink`
 */
export function printNewLink(dataDir: string): void {
  const database = openFolderDatabase(dataDir);
  try {
    console.log(makeBrowserLink(database, holderOfDataFolder(dataDir)));
  } finally {
    database.close();
  }
}
