import { useQuery } from "@tanstack/react-query";
import { noCounts } from "../../shared/run-draft.ts";
import type { RunRow } from "../../shared/run-views.ts";
import { orpc } from "../api/client.ts";
import { useConnection } from "../api/use-connection.ts";
import { Progress } from "../components/progress.tsx";
import { StatusDot } from "../components/status-dot.tsx";
import { UpdateNote } from "../features/settings/updates/update-note.tsx";
import { hrefTo } from "../router/match-route.ts";
import { useLiveRun } from "../stores/live-run/live-runs.ts";
import { plural } from "../time/format-time.ts";
import { useRecentRuns } from "./use-recent-runs.ts";

const connectionWords = {
  open: { tone: "ok", text: "Connected" },
  connecting: { tone: "busy", text: "Connecting" },
  lost: { tone: "warn", text: "Reconnecting" },
} as const;

/** The runs in progress and the connection, on every screen. */
export function StatusBar() {
  const { data: runs = [] } = useRecentRuns();
  const { data: info } = useQuery(orpc.app.info.queryOptions());
  const status = useConnection((state) => state.status);
  const { tone, text } = connectionWords[status];
  const interrupted = runs.filter(({ status, dismissedAt }) => status === "interrupted" && dismissedAt === null);
  const running = runs.filter((run) => run.status === "running");
  return (
    <footer className="col-span-full flex h-7 items-center gap-4 border-line border-t bg-sunken px-3 text-muted text-xs">
      <span className="flex shrink-0 items-center gap-1.5">
        <StatusDot tone={tone} />
        {text}
      </span>
      <div className="flex min-w-0 flex-1 items-center gap-4 overflow-hidden border-line border-l pl-4">
        {running.length === 0 ? (
          <span>No runs in progress</span>
        ) : (
          <span>{plural(running.length, "run")} in progress</span>
        )}
        {running.map((run) => (
          <RunningRun key={run.id} run={run} />
        ))}
        {interrupted.length > 0 && <InterruptedRuns runs={interrupted} />}
      </div>
      <UpdateNote />
      {info && (
        <span className="tabular shrink-0 text-faint">
          {info.host === "desktop" ? "Desktop" : "Browser"} · {info.version}
        </span>
      )}
    </footer>
  );
}

/** Runs that Flight Deck was stopped in, until they are resumed or dismissed. */
function InterruptedRuns({ runs }: { runs: RunRow[] }) {
  const [first] = runs;
  const to = runs.length === 1 && first ? `/runs/${first.id}` : "/runs?status=interrupted";
  return (
    <a href={hrefTo(to)} className="whitespace-nowrap rounded text-warn hover:text-ink">
      {plural(runs.length, "interrupted run")} to resume or dismiss
    </a>
  );
}

function RunningRun({ run }: { run: RunRow }) {
  const { state } = useLiveRun(run.id);
  const total = state?.agents.length ?? 0;
  const done = state?.done ?? 0;
  const label = `Open the run on ${run.gatewayName}`;
  return (
    <a
      href={hrefTo(`/runs/${run.id}`)}
      aria-label={label}
      className="flex min-w-0 items-center gap-2 rounded hover:text-ink"
    >
      <span className="max-w-40 truncate font-medium text-ink">{run.gatewayName}</span>
      <span className="w-24">
        <Progress slim label={`Progress of ${run.gatewayName}`} counts={state?.run.counts ?? noCounts} total={total} />
      </span>
      <span className="tabular whitespace-nowrap">
        {done.toLocaleString("en")} / {total.toLocaleString("en")}
      </span>
      {state?.waiting && <span className="whitespace-nowrap text-warn">waiting for the gateway</span>}
    </a>
  );
}
