import { useQuery } from "@tanstack/react-query";
import { outcomes } from "../../../shared/sync.ts";
import { orpc } from "../../api/client.ts";
import { RunStatusBadge } from "../../components/outcome-badge.tsx";
import { Progress } from "../../components/progress.tsx";
import { plural } from "../../time/format-time.ts";

/** The progress of the practice fleet's latest sync, so that new users see Flight Deck at work. */
export function PracticeSync({ gatewayId }: { gatewayId: string }) {
  const runs = useQuery(orpc.runs.list.queryOptions({ input: { gatewayId, limit: 1 } }));
  const agents = useQuery(orpc.agents.list.queryOptions({ input: { gatewayId } }));
  const [run] = runs.data ?? [];
  if (!run) return null;
  const done = outcomes.reduce((sum, outcome) => sum + run.counts[outcome], 0);
  const total = Math.max(done, agents.data?.length ?? 0);
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-sunken px-3 py-2.5">
      <div className="flex items-center gap-2">
        <span className="font-medium">Practice sync</span>
        <RunStatusBadge run={run} />
        <span className="tabular ml-auto text-muted text-xs">
          {done} of {plural(total, "agent")}
        </span>
      </div>
      <Progress slim label="Practice sync" counts={run.counts} total={total} />
    </div>
  );
}
