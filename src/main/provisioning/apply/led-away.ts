import type { FlightDeckError } from "../../../shared/errors.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import type { EntryChange } from "../plan/plan-config.ts";
import { workspaceChanged } from "../report/move-errors.ts";

/**
 * The agents whose entries were made, or led to another workspace, by someone else while the run was under way, by key. Nothing
 * there was looked at: to lead such an agent away would leave what it has there behind, and its files are not ours to write. Pure.
 *
 * @param before what entries needed when the agents were looked at
 * @param now what they need by the newest snapshot
 */
export function ledAwayAgents(
  plans: AgentPlan[],
  before: ReadonlyMap<string, EntryChange>,
  now: ReadonlyMap<string, EntryChange>,
): Map<string, FlightDeckError> {
  const isLedAway = ({ scoped: { key } }: AgentPlan) => {
    const then = before.get(key);
    const change = now.get(key);
    if (!change || change.isNew || change.keys.workspace === undefined) return false;
    const wasAsLooked = then?.keys.workspace !== undefined && !then.isNew;
    return !wasAsLooked || then.before.workspace !== change.before.workspace;
  };
  return new Map(plans.filter(isLedAway).map(({ scoped }) => [scoped.key, workspaceChanged(scoped)]));
}
