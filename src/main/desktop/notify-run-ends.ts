import { Notification } from "electron";
import { backgroundCheck } from "../../shared/run-views.ts";
import type { MainWindow } from "./main-window.ts";
import { endedText } from "./run-texts.ts";
import type { RunWatch } from "./run-watch.ts";

/** Notifies an operator who is looking elsewhere that a run has ended; a click shows the run. */
export function notifyRunEnds(watch: RunWatch, window: MainWindow): void {
  // Kept until it is closed: a garbage-collected notification no longer answers a click.
  const shown = new Set<Notification>();
  watch.onEnded((run) => {
    if (run.startedBy === backgroundCheck || window.isFocused || !Notification.isSupported()) return;
    const notification = new Notification(endedText(run));
    shown.add(notification);
    notification.on("close", () => shown.delete(notification));
    notification.on("click", () => {
      shown.delete(notification);
      window.show(`/runs/${run.id}`);
    });
    notification.show();
  });
}
