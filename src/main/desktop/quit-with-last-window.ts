import { app } from "electron";
import type { MainWindow } from "./main-window.ts";

/** Quits with the last window, except on macOS, where an app without windows is usual and the dock opens one. */
export function quitWithLastWindow(window: MainWindow): void {
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("activate", () => window.show());
}
