import type { MainWindow } from "./main-window.ts";
import { progressOf } from "./run-texts.ts";
import type { RunWatch } from "./run-watch.ts";

/** Shows the progress of the runs on the dock or taskbar. */
export function showProgress(watch: RunWatch, window: MainWindow): void {
  watch.onProgress((live) => window.browserWindow?.setProgressBar(progressOf(live) ?? -1));
}
