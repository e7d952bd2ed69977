import { Check } from "lucide-react";
import type { RunPhase } from "../../../shared/sync.ts";
import { cx } from "../../components/cx.ts";
import { Spinner } from "../../components/spinner.tsx";

const allSteps: { phase: RunPhase; label: string }[] = [
  { phase: "connecting", label: "Connect" },
  { phase: "reading", label: "Read" },
  { phase: "planning", label: "Plan" },
  { phase: "writing-config", label: "Write configuration" },
  { phase: "writing-files", label: "Write files" },
  { phase: "finishing", label: "Finish" },
];

function isWriting(phase: RunPhase): boolean {
  return phase === "writing-config" || phase === "writing-files" || phase === "finishing";
}

/** The phases of a run, with the current one marked. */
export function PhaseSteps({ phase, onlyReads }: { phase: RunPhase; onlyReads: boolean }) {
  const steps = onlyReads ? allSteps.filter((step) => !isWriting(step.phase)) : allSteps;
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
