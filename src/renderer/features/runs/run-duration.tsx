import type { RunRow } from "../../../shared/run-views.ts";
import { formatDuration, formatPassing } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";

/** How long a run took, or has taken so far. */
export function RunDuration({ run }: { run: Pick<RunRow, "startedAt" | "endedAt" | "status"> }) {
  // The end of an interrupted run is only the time when that was noticed.
  if (run.status === "interrupted") return "an unknown time";
  const startedAtMs = Date.parse(run.startedAt);
  if (run.endedAt) return formatDuration(Date.parse(run.endedAt) - startedAtMs);
  return run.status === "running" ? <Passing sinceMs={startedAtMs} /> : "unknown";
}

function Passing({ sinceMs }: { sinceMs: number }) {
  const nowMs = useNow();
  return formatPassing(nowMs - sinceMs);
}
