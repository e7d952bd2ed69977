import type { Plan } from "../../../../shared/plan.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { Notice } from "../../../components/notice.tsx";
import type { RunState } from "../../../stores/live-run/run-state.ts";
import { formatRelative } from "../../../time/format-time.ts";
import { useTimeText } from "../../../time/use-now.ts";
import { ProblemsCard } from "../problems/problems-card.tsx";
import { startSync } from "../start-sync.ts";
import { RunTimeline } from "../timeline/run-timeline.tsx";
import { ConfigChange } from "./config-change.tsx";
import { isOld } from "./describe-plan.ts";
import { PlanCard } from "./plan-card.tsx";
import { PlanSummaryCard } from "./plan-summary.tsx";

export type PlanViewProps = { state: RunState; plan: Plan; boardNames: Map<string, string> };

/** A run that only read: what a sync would do, to be looked at and applied in whole or in part. */
export function PlanView({ state, plan, boardNames }: PlanViewProps) {
  const { run, errors, timeline } = state;
  return (
    <>
      <AgeNotice plan={plan} />
      <PlanSummaryCard plan={plan} boardNames={boardNames} />
      {errors.length > 0 && <ProblemsCard run={run} errors={errors} boardNames={boardNames} />}
      {plan.configDiff !== "" && <ConfigChange plan={plan} />}
      <PlanCard plan={plan} boardNames={boardNames} />
      <Card title="Gateway calls">
        <RunTimeline timeline={timeline} run={run} />
      </Card>
    </>
  );
}

function AgeNotice({ plan }: { plan: Plan }) {
  const madeAtMs = Date.parse(plan.madeAt);
  const age = useTimeText((nowMs) => (isOld(plan, nowMs) ? formatRelative(madeAtMs, nowMs) : ""));
  if (age === "") return null;
  return (
    <Notice
      tone="warn"
      title={`Made ${age}`}
      actions={
        <Button size="sm" onClick={() => void startSync(plan.options)}>
          Plan again
        </Button>
      }
    >
      It can still be applied: what has moved since is refused, and the rest is done.
    </Notice>
  );
}
