import type { Plan } from "../../../../shared/plan.ts";
import { Badge } from "../../../components/badge.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { plural } from "../../../time/format-time.ts";
import { describeOptions } from "../describe-run.ts";
import { filesLine, othersLine, undoneLine } from "./plan-sentences.ts";

export type PlanSummaryCardProps = { plan: Plan; boardNames: Map<string, string> };

/** A summary of a plan in two lines. */
export function PlanSummaryCard({ plan, boardNames }: PlanSummaryCardProps) {
  const { summary, options, agents, madeAt } = plan;
  const words = describeOptions(options, boardNames.get(options.boardId ?? ""));
  const others = othersLine(summary);
  const undone = undoneLine(plan);
  return (
    <section
      aria-label="Summary of the plan"
      className="flex flex-col gap-1 rounded-lg border border-line bg-surface p-4 shadow-low"
    >
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <p className="tabular font-semibold text-base">{filesLine(plan)}</p>
        <p className="text-muted">
          files of {plural(agents.length, "agent")}, as of <RelativeTime at={madeAt} />
        </p>
        <div className="ml-auto flex flex-wrap gap-1">
          {words.map((word) => (
            <Badge key={word}>{word}</Badge>
          ))}
        </div>
      </div>
      <p className="tabular text-muted">{others || "No changes other than files."}</p>
      {undone && <p className="tabular text-muted">{undone}</p>}
    </section>
  );
}
