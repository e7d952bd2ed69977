import { lazy, Suspense, useId, useState } from "react";
import type { Plan } from "../../../../shared/plan.ts";
import { changesSettings, hasWork } from "../../../../shared/plan-work.ts";
import { FoldButton } from "../../../components/fold-button.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";

const DiffView = lazy(async () => {
  const { DiffView } = await import("../../../components/diff/diff-view.tsx");
  return { default: DiffView };
});

/** Longer diffs are cut off on screen; the saved plan has all lines. */
const mostLines = 1_500;

/** The change of the gateway's configuration. Collapsed at first, because it can be long, unless the plan has nothing else. */
export function ConfigChange({ plan }: { plan: Plan }) {
  const { configDiff } = plan;
  const [isOpen, setIsOpen] = useState(() => !plan.agents.some(hasWork));
  const contentId = useId();
  const lines = configDiff.split("\n");
  const isCut = lines.length > mostLines;
  return (
    <section aria-label="Gateway configuration" className="rounded-lg border border-line bg-surface shadow-low">
      <FoldButton
        isOpen={isOpen}
        aria-controls={contentId}
        onClick={() => setIsOpen(!isOpen)}
        className="min-h-11 w-full gap-2 rounded-lg px-4 hover:bg-hover"
      >
        <span className="font-semibold">Gateway configuration</span>
        <span className="text-faint text-xs">
          one write
          {plan.gateway.restartsOnPatch && ", for which the gateway restarts"}
          {changesSettings(plan) && "; settings outside the agents are applied in any case"}
        </span>
      </FoldButton>
      {isOpen && (
        <div id={contentId} className="flex flex-col gap-2 px-4 pb-4">
          <Suspense fallback={<Skeleton className="h-40" />}>
            <DiffView
              diff={isCut ? lines.slice(0, mostLines).join("\n") : configDiff}
              fileName="Configuration"
              from="Gateway version"
              to="Template version"
            />
          </Suspense>
          {isCut && (
            <p className="text-muted text-xs">
              Showing {mostLines.toLocaleString("en")} of {lines.length.toLocaleString("en")} lines. A saved plan has
              all of them.
            </p>
          )}
        </div>
      )}
    </section>
  );
}
