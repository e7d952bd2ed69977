import { allSkipped } from "../../shared/all-skipped.ts";
import { foundDrift } from "../../shared/found-drift.ts";
import { doneWord, runAct } from "../../shared/run-kinds.ts";
import type { RunRow } from "../../shared/run-views.ts";
import type { RunProgress } from "./run-watch.ts";

/** One line on the runs in progress, for the tray. */
export function statusLine(live: RunProgress[]): string {
  const [only] = live;
  if (!only) return "No sync is running";
  const { done, total } = sumOf(live);
  const agents = total > 0 ? `${done} of ${total} agents` : "connecting";
  return live.length === 1 ? `Syncing ${only.gatewayName}: ${agents}` : `${live.length} syncs: ${agents}`;
}

/** The progress of all runs together, 0 to 1; null when there is none. More than 1 means busy, with unknown progress. */
export function progressOf(live: RunProgress[]): number | null {
  if (live.length === 0) return null;
  const { done, total } = sumOf(live);
  return total > 0 ? done / total : indeterminate;
}

/** The value that Electron's progress bar shows as busy. */
export const indeterminate = 2;

function sumOf(live: RunProgress[]): { done: number; total: number } {
  return live.reduce((sum, run) => ({ done: sum.done + run.done, total: sum.total + run.total }), {
    done: 0,
    total: 0,
  });
}

/** The notification for a run that has ended. */
export function endedText(run: RunRow): { title: string; body: string } {
  const { status, gatewayName, counts, errors, warnings } = run;
  const what = runAct(run);
  const title = {
    running: `${what} of ${gatewayName} is in progress`,
    succeeded: foundDrift(run)
      ? `${what} of ${gatewayName} found drift`
      : allSkipped(run)
        ? `${what} of ${gatewayName} skipped every agent`
        : `${what} of ${gatewayName} finished`,
    failed: `${what} of ${gatewayName} finished with errors`,
    unreachable: `${gatewayName} could not be reached`,
    cancelled: `${what} of ${gatewayName} was stopped`,
    interrupted: `${what} of ${gatewayName} was interrupted`,
  }[status];
  const parts = [
    `${counts.updated} ${doneWord(run)}`,
    `${counts.unchanged} unchanged`,
    counts.skipped > 0 && `${counts.skipped} skipped`,
    counts.failed > 0 && `${counts.failed} failed`,
    counts["not-attempted"] > 0 && `${counts["not-attempted"]} not attempted`,
    errors > 0 && amount(errors, "error"),
    warnings > 0 && amount(warnings, "warning"),
  ];
  return { title, body: parts.filter(Boolean).join(", ") };
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
