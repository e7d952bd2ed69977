import type { RunRow } from "../../../shared/run-views.ts";
import { runLook } from "../../components/outcome-badge.tsx";
import { describeRetry } from "../../features/runs/describe-retry.ts";
import { runTitle } from "../../features/runs/describe-run.ts";
import { cancelRun, retryUnfinished } from "../../features/runs/start-sync.ts";
import { formatExact } from "../../time/format-time.ts";
import { actionEntry, type Entry, pageEntry } from "./entry.ts";

/** Runs, and what can be done with each: cancel it, or retry what failed if it was not retried yet. */
export function runEntries(runs: RunRow[]): Entry[] {
  const retried = new Set(runs.map(({ retryOf }) => retryOf));
  return runs.flatMap((run) => {
    const { id, status, startedAt } = run;
    const detail = `${runLook(run).label} · ${formatExact(Date.parse(startedAt))}`;
    const title = runTitle(run);
    const retry = describeRetry(run);
    return [
      pageEntry("run", id, title, detail, `/runs/${id}`),
      ...(status === "running"
        ? [actionEntry(`cancel:${id}`, `Cancel run: ${title}`, detail, () => cancelRun(id))]
        : []),
      ...(status !== "running" && retry && !retried.has(id)
        ? [actionEntry(`retry:${id}`, `${retry.label}: ${title}`, detail, () => retryUnfinished(id))]
        : []),
    ];
  });
}
