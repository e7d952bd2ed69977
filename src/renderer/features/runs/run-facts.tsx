import { CopyableId } from "../../components/copyable-id.tsx";
import { RunStatusBadge } from "../../components/outcome-badge.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { Link } from "../../router/link.tsx";
import type { RunState } from "../../stores/live-run/run-state.ts";
import { RunDuration } from "./run-duration.tsx";
import { useLatestRetry } from "./use-latest-retry.ts";

/** Where, when and by whom a run was started, and the runs that it belongs with. */
export function RunFacts({ state: { run, gateway } }: { state: RunState }) {
  const retry = useLatestRetry(run);
  const { restore } = run.options;
  const undone = restore && "runId" in restore ? restore.runId : null;
  return (
    <>
      <span>
        Gateway <Link to={`/gateways/${run.gatewayId}`}>{run.gatewayName}</Link>
        {gateway.version && ` ${gateway.version}`}
        {gateway.dialect && `, ${gateway.dialect} dialect`}
      </span>
      <span>
        Started <RelativeTime at={run.startedAt} /> by {run.startedBy}
      </span>
      <span className="tabular">
        {run.status === "running" ? "Running for" : "Took"} <RunDuration run={run} />
      </span>
      {undone && <Link to={`/runs/${undone}`}>Undoes an earlier run</Link>}
      {run.retryOf && <Link to={`/runs/${run.retryOf}`}>Retry of an earlier run</Link>}
      {retry && (
        <Link to={`/runs/${retry.id}`} className="inline-flex items-center gap-1.5">
          Retried <RunStatusBadge run={retry} />
        </Link>
      )}
      <CopyableId id={run.id} what="run" short />
    </>
  );
}
