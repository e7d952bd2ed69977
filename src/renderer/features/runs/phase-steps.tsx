import { Check } from "lucide-react";
import type { RunRow } from "../../../shared/run-views.ts";
import type { RunPhase } from "../../../shared/sync.ts";
import { cx } from "../../components/cx.ts";
import { Spinner } from "../../components/spinner.tsx";

type Step = { phase: RunPhase; label: string };

const allSteps: Step[] = [
  { phase: "connecting", label: "Connect" },
  { phase: "reading", label: "Read" },
  { phase: "planning", label: "Plan" },
  { phase: "writing-config", label: "Write configuration" },
  { phase: "writing-files", label: "Write files" },
  { phase: "finishing", label: "Finish" },
];

const stepsWithCheckIns = allSteps.toSpliced(-1, 0, { phase: "checking-in", label: "Wait for check-ins" });

const planSteps = allSteps.slice(0, 3);

const wakeSteps: Step[] = [
  { phase: "connecting", label: "Connect" },
  { phase: "waking", label: "Wake" },
  { phase: "checking-in", label: "Wait for check-ins" },
  { phase: "finishing", label: "Finish" },
];

/** The phases that a run goes through. */
export function stepsOf({ kind, options }: Pick<RunRow, "kind" | "options">): Step[] {
  if (kind === "wake") return wakeSteps;
  if (options.dryRun) return planSteps;
  return kind === "ensure-lead" || kind === "ensure-gateway-agent" ? stepsWithCheckIns : allSteps;
}

/** The phases of a run, with the current one marked. */
export function PhaseSteps({ phase, steps }: { phase: RunPhase; steps: Step[] }) {
  const current = steps.findIndex((step) => step.phase === phase);
  return (
    <ol aria-label="Phases" className="flex flex-wrap items-center gap-x-1 gap-y-1 text-xs">
      {steps.map((step, index) => (
        <li
          key={step.phase}
          aria-current={index === current ? "step" : undefined}
          className={cx(
            "flex items-center gap-1.5 rounded-md px-2 py-1",
            index === current
              ? "bg-accent-soft font-semibold text-accent"
              : index < current
                ? "text-muted"
                : "text-faint",
          )}
        >
          {index < current && <Check size={12} aria-label="done:" className="text-ok" />}
          {index === current && <Spinner size={12} />}
          {step.label}
        </li>
      ))}
    </ol>
  );
}
