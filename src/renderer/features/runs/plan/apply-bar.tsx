import { Check, Download } from "lucide-react";
import { useState } from "react";
import type { Plan } from "../../../../shared/plan.ts";
import { changesSettings } from "../../../../shared/plan-work.ts";
import { client } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { navigate } from "../../../router/use-location.ts";
import { toastError } from "../../../stores/toasts.ts";
import { plural } from "../../../time/format-time.ts";
import { dangersOf } from "../../gateways/sync/sync-options.ts";
import { saveText } from "../save-text.ts";
import { applyLabel, tickedLine, ticksLine } from "./describe-plan.ts";
import { countRisks, countTicks, type Ticks, toSelection } from "./plan-ticks.ts";

export type ApplyBarProps = { plan: Plan; ticks: Ticks };

/** What is ticked, in numbers, and what can be done with it. Asks before anything of somebody's is replaced. */
export function ApplyBar({ plan, ticks }: ApplyBarProps) {
  const [isConfirming, setIsConfirming] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const count = countTicks(ticks);
  const isNobody = count.agents === 0;
  const withSettings = changesSettings(plan);
  // The options of the plan are about agents.
  const dangers = isNobody ? [] : dangersOf({ ...plan.options, dryRun: false });
  const risks = countRisks(plan, ticks);
  const asks = dangers.length > 0 || risks.conflicts > 0 || risks.drift > 0;
  const apply = async () => {
    const { runId } = await client.runs.apply({ id: plan.id, selection: toSelection(plan, ticks) });
    navigate(`/runs/${runId}`);
  };
  const start = () => {
    if (asks) return setIsConfirming(true);
    setIsBusy(true);
    apply()
      .catch(toastError)
      .finally(() => setIsBusy(false));
  };
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-b-lg border-line border-t bg-sunken px-4 py-3">
      <p aria-live="polite" className="tabular text-muted">
        {tickedLine(count, risks.conflicts, withSettings)}
      </p>
      <div className="ml-auto flex flex-wrap gap-2">
        <SavePlanButton planId={plan.id} />
        <Button variant="primary" icon={Check} disabled={isNobody && !withSettings} busy={isBusy} onClick={start}>
          {applyLabel(count, withSettings)}
        </Button>
      </div>
      <ConfirmDialog
        open={isConfirming}
        onClose={() => setIsConfirming(false)}
        title={`Apply ${ticksLine(count)} on ${plan.gateway.name}?`}
        description={
          <ul className="list-disc pl-4">
            {risks.drift > 0 && (
              <li>
                {plural(risks.drift, "file")} edited on the gateway will be put back as we have them. The difference is
                kept with the run.
              </li>
            )}
            {risks.conflicts > 0 && (
              <li>
                {plural(risks.conflicts, "conflict")}: changed on both sides. Ours is written, and the difference kept.
              </li>
            )}
            {dangers.map(({ flag, label, help }) => (
              <li key={flag}>
                <strong className="text-ink">{label}.</strong> {help}
              </li>
            ))}
          </ul>
        }
        {...(dangers.length > 0 ? { typed: plan.gateway.name } : {})}
        danger={dangers.length > 0}
        confirmLabel="Apply"
        onConfirm={apply}
      />
    </div>
  );
}

function SavePlanButton({ planId }: { planId: string }) {
  const [isBusy, setIsBusy] = useState(false);
  const save = () => {
    setIsBusy(true);
    client.runs
      .exportPlan({ id: planId })
      .then(saveText)
      .catch(toastError)
      .finally(() => setIsBusy(false));
  };
  return (
    <Button
      icon={Download}
      busy={isBusy}
      title="Saves the whole plan as a file, which the command line applies, too"
      onClick={save}
    >
      Save plan
    </Button>
  );
}
