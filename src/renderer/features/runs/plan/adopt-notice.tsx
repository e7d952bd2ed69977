import { UserPlus } from "lucide-react";
import type { Plan } from "../../../../shared/plan.ts";
import type { SyncOptions } from "../../../../shared/sync-options.ts";
import { syncChoices } from "../../../../shared/sync-options.ts";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import type { RunState } from "../../../stores/live-run/run-state.ts";
import { plural } from "../../../time/format-time.ts";
import { startSync } from "../start-sync.ts";

/** Explains that agents not made by Flight Deck are blocked, and offers a plan that adopts them. */
export function AdoptNotice({ plan, errors }: { plan: Plan; errors: RunState["errors"] }) {
  const foreign = errors.filter(({ code }) => code === "agent-not-ours").length;
  if (foreign === 0) return null;
  const { adopt, adoptDefault } = plan.options;
  const again = (change: Partial<SyncOptions>) => () => void startSync({ ...plan.options, ...change });
  return (
    <Notice
      tone="info"
      title={`${plural(foreign, "agent")} of this gateway ${foreign === 1 ? "was" : "were"} not made by Flight Deck`}
      actions={
        <>
          {!adopt && (
            <Button size="sm" icon={UserPlus} onClick={again({ adopt: true })}>
              Plan with {syncChoices.adopt.label}
            </Button>
          )}
          {!adoptDefault && (
            <Button size="sm" onClick={again({ adoptDefault: true })}>
              Plan with {syncChoices.adoptDefault.label}
            </Button>
          )}
        </>
      }
    >
      {foreign === 1 ? "It is" : "They are"} not changed. A plan with such an option shows what adopting would change;
      nothing is adopted until you tick it there and apply.
    </Notice>
  );
}
