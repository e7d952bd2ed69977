import { Notification } from "electron";
import type { GatewayNotification, NotifiedProblem } from "../../shared/notifications.ts";
import { backgroundCheck } from "../../shared/run-views.ts";
import { makeNotification, placeOf } from "../notifications/make-notification.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import type { MainWindow } from "./main-window.ts";

/** Shows changes of gateways' states on the desktop, if the operator wants that; a click shows the run or the gateway. */
export function notifyChanges({ notifier, runs }: Pick<RouterServices, "notifier" | "runs">, window: MainWindow): void {
  const startedAtMs = Date.now();
  // Kept until it is closed: a garbage-collected notification no longer answers a click.
  const shown = new Set<Notification>();
  const isNews = (problem: NotifiedProblem) => problem.runId === null || !wasSeen(runs, problem.runId, startedAtMs);
  notifier.showOnDesktop((told) => {
    const { problems, resolved } = { problems: told.problems.filter(isNews), resolved: told.resolved.filter(isNews) };
    if (problems.length + resolved.length === 0 || !Notification.isSupported()) return;
    const { title, body } = textOf(makeNotification({ ...told, problems, resolved, ownAddress: null }));
    const notification = new Notification({ title, body });
    shown.add(notification);
    notification.on("close", () => shown.delete(notification));
    notification.on("click", () => {
      shown.delete(notification);
      window.show(told.id === "test" ? "/settings" : placeOf({ ...told, problems }));
    });
    notification.show();
  });
}

/** The end of a run of an operator is shown by `notifyRunEnds`, or in the window. */
function wasSeen(runs: RouterServices["runs"], runId: string, startedAtMs: number): boolean {
  try {
    const { startedBy, endedAt } = runs.row(runId);
    return startedBy !== backgroundCheck && endedAt !== null && Date.parse(endedAt) >= startedAtMs;
  } catch {
    return false;
  }
}

function textOf({ text }: GatewayNotification): { title: string; body: string } {
  const [title = "", ...lines] = text.split("\n");
  return { title, body: lines.join("\n") };
}
