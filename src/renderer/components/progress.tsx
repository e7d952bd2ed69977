import type { RunNature } from "../../shared/run-kinds.ts";
import { type Outcome, outcomes } from "../../shared/sync.ts";
import { cx } from "./cx.ts";
import { outcomeLook } from "./outcome-badge.tsx";

export type ProgressProps = {
  label: string;
  counts: Record<Outcome, number>;
  total: number;
  slim?: boolean;
  run?: RunNature;
};

const fills: Record<Outcome, string> = {
  updated: "bg-ok-mark",
  unchanged: "bg-blue-mark",
  skipped: "bg-warn-mark",
  failed: "bg-danger-mark",
  "not-attempted": "stripes",
};

/** The progress of a run, by outcome. */
export function Progress({ label, counts, total, slim = false, run }: ProgressProps) {
  const done = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
  const text = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome].toLocaleString("en")} ${outcomeLook(outcome, run).label.toLowerCase()}`);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={`${percent} %: ${text.join(", ") || "nothing done yet"}`}
      title={text.join(", ")}
      className={cx("flex w-full gap-px overflow-hidden rounded-full bg-neutral-soft", slim ? "h-1.5" : "h-2.5")}
    >
      {outcomes.map((outcome) =>
        counts[outcome] > 0 ? (
          <div
            key={outcome}
            className={cx("h-full min-w-0.5 transition-[width] duration-200", fills[outcome])}
            style={{ width: `${(counts[outcome] / Math.max(total, done)) * 100}%` }}
          />
        ) : null,
      )}
    </div>
  );
}

/** The colour of an outcome in the bar, for a legend. */
export function OutcomeSwatch({ outcome }: { outcome: Outcome }) {
  return <span aria-hidden="true" className={cx("size-2 shrink-0 rounded-xs", fills[outcome])} />;
}
