import { useDeferredValue, useMemo } from "react";
import type { RunRow } from "../../../../shared/run-views.ts";
import type { RunError } from "../../../../shared/sync.ts";
import { Card } from "../../../components/card.tsx";
import { plural } from "../../../time/format-time.ts";
import { CauseGroup } from "./cause-group.tsx";
import { groupErrors } from "./group-errors.ts";

export type ProblemsCardProps = { run: RunRow; errors: RunError[]; boardNames: Map<string, string> };

/** Problems by cause, errors before warnings: what went wrong, which agents are affected, and what to do. */
export function ProblemsCard({ run, errors, boardNames }: ProblemsCardProps) {
  const deferred = useDeferredValue(errors);
  const groups = useMemo(() => groupErrors(deferred), [deferred]);
  const counts = [run.errors > 0 && plural(run.errors, "error"), run.warnings > 0 && plural(run.warnings, "warning")];
  return (
    <Card title="Problems" note={counts.filter(Boolean).join(", ")} flush>
      <ul>
        {groups.map((group, index) => (
          <CauseGroup key={group.key} run={run} group={group} boardNames={boardNames} opensAtFirst={index === 0} />
        ))}
      </ul>
    </Card>
  );
}
