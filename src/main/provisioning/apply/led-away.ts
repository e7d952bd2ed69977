import type { FlightDeckError } from "../../../shared/errors.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import type { EntryChange } from "../plan/plan-config.ts";
import { workspaceChanged } from "../report/move-errors.ts";

/**
 * The agents whose entries someone else created, or pointed to another workspace, during the run, by key. The run has not read
 * that workspace: to point the agent elsewhere would leave its files behind, and they are not ours to write. Pure.
 *
 * @param before what entries needed when the agents were read
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
