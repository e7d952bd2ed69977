import { Check, Download } from "lucide-react";
import { useState } from "react";
import type { Plan } from "../../../../shared/plan.ts";
import { changesSettings } from "../../../../shared/plan-work.ts";
import { dangersOf } from "../../../../shared/sync-options.ts";
import { client } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { navigate } from "../../../router/use-location.ts";
import { toastError } from "../../../stores/toasts.ts";
import { plural } from "../../../time/format-time.ts";
import { saveText } from "../save-text.ts";
import { countKept, type PlanChoices, toKeeps } from "./plan-choices.ts";
import { applyLabel, tickedLine, ticksLine } from "./plan-sentences.ts";
import { countRisks, countTicks, type Ticks, toSelection } from "./plan-ticks.ts";

export type ApplyBarProps = { plan: Plan } & PlanChoices;

/** How much is ticked, with the buttons to apply or save it. Asks before it replaces edits made on the gateway. */
export function ApplyBar({ plan, ticks, keeps }: ApplyBarProps) {
  const [isConfirming, setIsConfirming] = useState(false);
  const [isBusy, whileBusy] = useBusy();
  const count = countTicks(ticks);
  const isNone = count.agents === 0;
  const kept = countKept(keeps);
  const withSettings = changesSettings(plan);
  // The plan's options affect agents only.
  const dangers = isNone ? [] : dangersOf({ ...plan.options, dryRun: false });
  const risks = countRisks(plan, ticks);
  const asks = dangers.length > 0 || risks.conflicts > 0 || risks.drift > 0;
  const version = plan.options.restore ? "earlier version" : "template version";
  const typed = dangers.length > 0 || (plan.options.restore !== null && risks.conflicts > 0);
  const apply = async () => {
    const { runId } = await client.runs.apply({
      id: plan.id,
      selection: toSelection(plan, ticks),
      keeps: toKeeps(keeps),
    });
    navigate(`/runs/${runId}`);
  };
  const start = () => {
    if (asks) return setIsConfirming(true);
    whileBusy(() => apply().catch(toastError));
  };
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-b-lg border-line border-t bg-sunken px-4 py-3">
      <p aria-live="polite" className="tabular text-muted">
        {tickedLine(count, risks.conflicts, withSettings, kept)}
      </p>
      <div className="ml-auto flex flex-wrap gap-2">
        <SavePlanButton planId={plan.id} keeps={keeps} />
        <Button
          variant="primary"
          icon={Check}
          disabled={isNone && !withSettings && kept === 0}
          busy={isBusy}
          onClick={start}
        >
          {applyLabel(count, withSettings, kept)}
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
                {plural(risks.drift, "file")} edited on the gateway will be replaced by the {version}. The difference is
                kept with the run.
              </li>
            )}
            {risks.conflicts > 0 && (
              <li>
                {plural(risks.conflicts, "conflict")}:{" "}
                {plan.options.restore ? "changed since" : "changed on both sides"}. The {version} is written, and the
                difference is kept with the run.
              </li>
            )}
            {dangers.map(({ flag, label, help }) => (
              <li key={flag}>
                <strong className="text-ink">{label}.</strong> {help}
              </li>
            ))}
          </ul>
        }
        {...(typed ? { typed: plan.gateway.name } : {})}
        danger={typed}
        confirmLabel="Apply"
        onConfirm={apply}
      />
    </div>
  );
}

function SavePlanButton({ planId, keeps }: { planId: string; keeps: Ticks }) {
  const [isBusy, start] = useBusy();
  const save = () =>
    start(() =>
      client.runs
        .exportPlan({ id: planId, keeps: toKeeps(keeps) })
        .then(saveText)
        .catch(toastError),
    );
  return (
    <Button
      icon={Download}
      busy={isBusy}
      title="Saves the whole plan, with the files that are kept, as a file that the command line can apply"
      onClick={save}
    >
      Save plan
    </Button>
  );
}
