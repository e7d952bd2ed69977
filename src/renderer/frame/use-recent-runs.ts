import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { backgroundCheck, type RunRow } from "../../shared/run-views.ts";
import type { RunStatus } from "../../shared/sync.ts";
import { orpc } from "../api/client.ts";
import { runLook } from "../components/outcome-badge.tsx";
import { parseHash } from "../router/match-route.ts";
import { toast } from "../stores/toasts.ts";
import { plural } from "../time/format-time.ts";

/** The latest runs of all gateways, including those in progress. */
export function useRecentRuns() {
  return useQuery(orpc.runs.list.queryOptions({ input: { limit: 50 } }));
}

/** Shows a message when a run ends while the operator is on another screen. */
export function useRunEndToasts(): void {
  const { data: runs } = useRecentRuns();
  const before = useRef(new Map<string, RunStatus>());
  useEffect(() => {
    if (!runs) return;
    for (const run of runs) {
      const hasEnded = before.current.get(run.id) === "running" && run.status !== "running";
      if (hasEnded && run.startedBy !== backgroundCheck && parseHash(location.hash).path !== `/runs/${run.id}`)
        announceEnd(run);
    }
    before.current = new Map(runs.map((run) => [run.id, run.status]));
  }, [runs]);
}

function announceEnd(run: RunRow): void {
  const { skipped } = run.counts;
  const { label, tone } = runLook(run);
  const successTone = tone === "ok" ? "ok" : "info";
  const problems = [
    skipped > 0 && `${plural(skipped, "agent")} skipped`,
    run.errors > 0 && plural(run.errors, "error"),
    run.warnings > 0 && plural(run.warnings, "warning"),
  ];
  toast({
    tone: run.status === "succeeded" ? successTone : "danger",
    title: `Run on ${run.gatewayName}: ${label.toLowerCase()}`,
    detail: problems.filter(Boolean).join(", ") || null,
    link: { to: `/runs/${run.id}`, label: "Open the run" },
  });
}
