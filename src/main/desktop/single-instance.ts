import { app } from "electron";

/**
 * Makes sure that this data folder is open in one desktop only (Electron keeps the lock in `userData`). A second process ends
 * at once, and the first one's window comes to the front with the file that the second was to open (`showOpenedFiles`). Another data
 * folder is another desktop, with a window of its own.
 * @returns false in a process that must end
 */
export function claimSingleInstance(): boolean {
  if (app.requestSingleInstanceLock()) return true;
  console.error("Flight Deck is already open on this data folder; its window comes to the front.");
  app.exit(0);
  return false;
}
