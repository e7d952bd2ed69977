import type { Plan, PlannedAgent } from "../../../../shared/plan.ts";
import type { PlanGroup } from "../../../../shared/plan-groups.ts";
import { fitsItself, type GroupMember, hasText, isShown, type PlanFilter, type PlanRow } from "./plan-rows.ts";
import { ownSteps } from "./plan-ticks.ts";

/**
 * The rows of a plan by change: each group, below an opened one its files, and then the agents with something else to do or that are
 * blocked.
 */
export function groupRows(
  { agents }: Pick<Plan, "agents">,
  groups: readonly PlanGroup[],
  { show, text }: PlanFilter,
  opened: ReadonlySet<string>,
): PlanRow[] {
  const wanted = text.trim().toLowerCase();
  const byId = new Map(agents.map((agent) => [agent.agentId, agent]));
  const rows = groups.flatMap(({ agentIds, ...group }): PlanRow[] => {
    if (!isShown(group, show)) return [];
    const members = agentIds.flatMap((agentId): GroupMember[] => {
      const agent = byId.get(agentId);
      const file = agent?.files.find(({ name }) => name === group.fileName);
      const isFitting = agent && file && (wanted === "" || hasText(file, wanted) || hasText(agent, wanted));
      return isFitting ? [{ agent, file }] : [];
    });
    if (members.length === 0) return [];
    const key = `group ${group.fileName} ${agentIds[0]}`;
    const below = members.length > 1 && opened.has(key) ? members : [];
    return [
      { kind: "group", key, group: { ...group, members } },
      ...below.map(
        ({ agent, file }): PlanRow => ({ kind: "member", key: `member ${agent.agentId} ${file.name}`, agent, file }),
      ),
    ];
  });
  const others = agents.filter(
    (agent) => fitsItself(agent, show) && isItself(agent) && (wanted === "" || hasText(agent, wanted)),
  );
  return [...rows, ...others.map((agent): PlanRow => ({ kind: "agent", key: agent.agentId, agent }))];
}

/** Whether there is more to say of the agent than its files. */
function isItself(agent: PlannedAgent): boolean {
  return agent.files.length === 0 || agent.blocked !== null || agent.move !== undefined || ownSteps(agent).length > 0;
}
