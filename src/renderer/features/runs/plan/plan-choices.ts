import type { PlanKeeps } from "../../../../shared/plan.ts";
import { canKeepTheirs } from "../../../../shared/plan-work.ts";
import type { GroupMember } from "./plan-rows.ts";
import { type Ticks, tickGroup } from "./plan-ticks.ts";

/** What the operator chose: the parts to apply, and the files of which the gateway version is kept, which are not ticked. */
export type PlanChoices = { ticks: Ticks; keeps: Ticks };

/** With other ticks: a file that is ticked is no longer kept. */
export function withTicks({ keeps }: PlanChoices, ticks: Ticks): PlanChoices {
  const left = [...keeps].flatMap(([agentId, files]): [string, ReadonlySet<string>][] => {
    const rest = [...files].filter((name) => !ticks.get(agentId)?.has(name));
    return rest.length > 0 ? [[agentId, new Set(rest)]] : [];
  });
  return { ticks, keeps: new Map(left) };
}

/** Keeps the gateway version of these files, where that can be chosen, or ends it. */
export function withKept({ ticks, keeps }: PlanChoices, members: readonly GroupMember[], isKept: boolean): PlanChoices {
  const able = members.filter(({ agent, file }) => canKeepTheirs(agent, file));
  const next = new Map(keeps);
  for (const { agent, file } of able) {
    const files = new Set(next.get(agent.agentId));
    if (isKept) files.add(file.name);
    else files.delete(file.name);
    if (files.size > 0) next.set(agent.agentId, files);
    else next.delete(agent.agentId);
  }
  return { ticks: isKept ? tickGroup(ticks, able, false) : ticks, keeps: next };
}

/** Whether the gateway version of all, some or none of these files is kept; null where that cannot be chosen. */
export function keptState(keeps: Ticks, members: readonly GroupMember[]): "all" | "some" | "none" | null {
  const able = members.filter(({ agent, file }) => canKeepTheirs(agent, file));
  if (able.length === 0) return null;
  const kept = able.filter(({ agent, file }) => keeps.get(agent.agentId)?.has(file.name)).length;
  return kept === 0 ? "none" : kept === able.length ? "all" : "some";
}

export function countKept(keeps: Ticks): number {
  return [...keeps.values()].reduce((sum, files) => sum + files.size, 0);
}

/** For main. */
export function toKeeps(keeps: Ticks): PlanKeeps {
  return [...keeps].map(([agentId, files]) => ({ agentId, files: [...files] }));
}
