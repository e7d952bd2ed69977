import { app } from "electron";

/**
 * Makes sure that this data folder is open in one desktop only (Electron keeps the lock in `userData`). The second process
 * ends at once, and the first one is told.
 *
 * @param onSecond called in the first process whenever another one was started
 * @returns false in a process that must not go on
 */
export function claimSingleInstance(onSecond: () => void): boolean {
  if (app.requestSingleInstanceLock()) {
    app.on("second-instance", onSecond);
    return true;
  }
  console.error("Flight Deck is already open on this data folder; its window comes to the front.");
  app.exit(0);
  return false;
}
