import type { UseQueryResult } from "@tanstack/react-query";
import { GitCompare } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { RunAgentState, RunDrift } from "../../../shared/run-views.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { Link } from "../../router/link.tsx";
import { BringBackButton } from "./undo-run.tsx";

const DiffView = lazy(async () => {
  const { DiffView } = await import("../../components/diff/diff-view.tsx");
  return { default: DiffView };
});

export type RunDriftListProps = {
  query: UseQueryResult<RunDrift[]>;
  agents: RunAgentState[];
  /** The run that replaced them; null if nothing can be brought back: it is in progress, or deleted the agent. */
  runId: string | null;
};

const pageSize = 20;

/** Managed files that were edited on the gateway before the run, with their differences. */
export function RunDriftList({ query, agents, runId }: RunDriftListProps) {
  const [shown, setShown] = useState(pageSize);
  const names = new Map(agents.map(({ agentId, agentName }) => [agentId, agentName]));
  return (
    <Loaded query={query} what="differences" isEmpty={(drift) => drift.length === 0} empty={<NoDrift />}>
      {(drift) => (
        <div className="flex flex-col gap-4">
          <p className="text-muted">
            These files had been edited on the gateway since Flight Deck last wrote them. The run replaced the edits by
            the template version; the differences show what was replaced.
          </p>
          {drift.slice(0, shown).map(({ agentId, fileName, diff }) => (
            <article key={`${agentId} ${fileName}`} className="flex flex-col gap-1.5">
              <div className="flex flex-wrap items-center gap-3">
                <h3 className="min-w-0 break-words font-semibold">
                  <Link to={`/agents/${agentId}`}>{names.get(agentId) ?? agentId}</Link>
                </h3>
                {runId !== null && (
                  <BringBackButton
                    runId={runId}
                    agentId={agentId}
                    agentName={names.get(agentId) ?? agentId}
                    fileName={fileName}
                  />
                )}
              </div>
              <Suspense fallback={<Skeleton className="h-24" />}>
                <DiffView diff={diff} fileName={fileName} from="Gateway version" to="Template version" />
              </Suspense>
            </article>
          ))}
          {drift.length > shown && (
            <Button onClick={() => setShown(shown + pageSize)} className="self-start">
              Show more ({(drift.length - shown).toLocaleString("en")} left)
            </Button>
          )}
        </div>
      )}
    </Loaded>
  );
}

function NoDrift() {
  return (
    <EmptyState icon={GitCompare} title="Nothing was edited on the gateway">
      When a managed file was edited on the gateway, the difference is kept here before the template version is written.
    </EmptyState>
  );
}
