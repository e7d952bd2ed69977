import { app } from "electron";
import type { MainWindow } from "./main-window.ts";

/**
 * Makes sure that this data folder is open in one desktop only (Electron keeps the lock in `userData`). A second process ends
 * at once, and the first one's window comes to the front.
 * @returns false in a process that must end
 */
export function claimSingleInstance(window: MainWindow): boolean {
  if (app.requestSingleInstanceLock()) {
    app.on("second-instance", () => window.show());
    return true;
  }
  console.error("Flight Deck is already open on this data folder; its window comes to the front.");
  app.exit(0);
  return false;
}
