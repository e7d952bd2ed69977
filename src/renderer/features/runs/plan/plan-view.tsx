import { KeyRound } from "lucide-react";
import type { Plan } from "../../../../shared/plan.ts";
import { syncChoices } from "../../../../shared/sync-options.ts";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import type { RunState } from "../../../stores/live-run/run-state.ts";
import { formatRelative, plural } from "../../../time/format-time.ts";
import { useTimeText } from "../../../time/use-now.ts";
import { ProblemsCard } from "../problems/problems-card.tsx";
import { RunNotes } from "../run-notes.tsx";
import { startSync } from "../start-sync.ts";
import { RunTimeline } from "../timeline/run-timeline.tsx";
import { AdoptNotice } from "./adopt-notice.tsx";
import { ConfigChange } from "./config-change.tsx";
import { PlanCard } from "./plan-card.tsx";
import { isOld } from "./plan-sentences.ts";
import { PlanSummaryCard } from "./plan-summary.tsx";

export type PlanViewProps = { state: RunState; plan: Plan; boardNames: Map<string, string> };

/** A plan: what a sync would do, to review and to apply in full or in part. */
export function PlanView({ state, plan, boardNames }: PlanViewProps) {
  const { run, errors, timeline } = state;
  return (
    <>
      <AgeNotice plan={plan} />
      <PlanSummaryCard plan={plan} boardNames={boardNames} />
      <TokensNotice plan={plan} errors={errors} />
      <AdoptNotice plan={plan} errors={errors} />
      <RunNotes notes={plan.notes} options={plan.options} />
      {plan.configDiff !== "" && <ConfigChange plan={plan} />}
      <PlanCard plan={plan} boardNames={boardNames} />
      {errors.length > 0 && <ProblemsCard run={run} errors={errors} boardNames={boardNames} />}
      <RunTimeline timeline={timeline} run={run} />
    </>
  );
}

/** Explains that agents without a token are blocked, and offers a plan that repairs tokens. */
function TokensNotice({ plan, errors }: { plan: Plan; errors: RunState["errors"] }) {
  const unreadable = errors.filter(({ code }) => code === "token-unreadable").length;
  if (unreadable === 0 || plan.options.rotateTokens || plan.options.restore) return null;
  return (
    <Notice
      tone="info"
      title={`${plural(unreadable, "agent")} without a token that can be read ${unreadable === 1 ? "is" : "are"} blocked`}
      actions={
        <Button size="sm" icon={KeyRound} onClick={() => void startSync({ ...plan.options, rotateTokens: true })}>
          Plan with {syncChoices.rotateTokens.label}
        </Button>
      }
    >
      {unreadable === 1 ? "Its token is missing from its files." : "Their tokens are missing from their files."} "Repair
      tokens" gives a new one to each agent that lost its token; valid tokens stay.
    </Notice>
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
      It can still be applied: anything that changed since is refused, and the rest is applied.
    </Notice>
  );
}
