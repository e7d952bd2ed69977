import { useQuery } from "@tanstack/react-query";
import { GitCompare } from "lucide-react";
import { lazy, Suspense } from "react";
import type { PlannedFile } from "../../../../shared/plan.ts";
import { orpc } from "../../../api/client.ts";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";

const DiffView = lazy(async () => {
  const { DiffView } = await import("../../../components/diff/diff-view.tsx");
  return { default: DiffView };
});

export type PlanDiffProps = {
  runId: string;
  agentId: string;
  file: PlannedFile;
  /** As all files of its group have it, without the agent's own values. */
  ofGroup?: boolean;
};

/** The diff of one file of a plan, loaded when it is opened. */
export function PlanDiff({ runId, agentId, file, ofGroup = false }: PlanDiffProps) {
  const { name, isEarlier, theirsMaskedSha256 } = file;
  const query = useQuery(orpc.runs.planDiff.queryOptions({ input: { id: runId, agentId, fileName: name, ofGroup } }));
  return (
    <div className="px-4 pt-1 pb-3 pl-10">
      <Loaded
        query={query}
        what="differences"
        loading={<Skeleton className="h-24" />}
        isEmpty={({ diff }) => diff === null || diff === ""}
        empty={<NoDiff />}
      >
        {({ diff }) => (
          <Suspense fallback={<Skeleton className="h-24" />}>
            <DiffView
              diff={diff ?? ""}
              fileName={name}
              from={theirsMaskedSha256 === null ? "No file" : "Gateway version"}
              to={isEarlier ? "Earlier version" : "Template version"}
            />
          </Suspense>
        )}
      </Loaded>
    </div>
  );
}

function NoDiff() {
  return (
    <EmptyState icon={GitCompare} title="No difference to show">
      Only the agent's token in it changes, and tokens are never shown.
    </EmptyState>
  );
}
