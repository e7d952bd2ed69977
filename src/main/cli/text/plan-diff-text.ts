import type { Plan, PlannedAgent } from "../../../shared/plan.ts";
import { ownValuesLine } from "../../../shared/plan-groups.ts";
import { type GroupWithFirst, groupPlan } from "../../operations/group-plan.ts";
import { withoutOwnValues } from "../../operations/own-values.ts";
import { count } from "./amounts.ts";
import { diffText } from "./diff-text.ts";
import type { Paint } from "./paint.ts";
import { oneLine, wrap } from "./plain.ts";

export type PlanDiffTextOptions = {
  plan: Pick<Plan, "agents">;
  diffs: readonly { agentId: string; fileName: string; diff: string }[];
  columns: number;
  paint: Paint;
};

/** The diffs of a plan: that of files with the same change once, with their agents below it. */
export function planDiffText({ plan, diffs, columns, paint }: PlanDiffTextOptions): string[] {
  const diffOf = new Map(diffs.map(({ agentId, fileName, diff }) => [`${agentId} ${fileName}`, diff]));
  const agents = new Map(plan.agents.map((agent) => [agent.agentId, agent]));
  const groups = groupPlan(plan, ({ agentId, fileName }) => diffOf.get(`${agentId} ${fileName}`) || undefined);
  const lines = groups.flatMap((group) => [...groupLines(group, agents, { columns, paint }), ""]);
  return lines.slice(0, -1).filter((line, index) => line !== "" || lines[index - 1] !== "");
}

function groupLines(
  { first, agentIds, fileName, own }: GroupWithFirst,
  agents: ReadonlyMap<string, PlannedAgent>,
  { columns, paint }: Pick<PlanDiffTextOptions, "columns" | "paint">,
): string[] {
  const { diff, agent } = first;
  if (diff === undefined) return [];
  const shown = (agentName: string, text: string) =>
    diffText({ diffs: [{ agentName, fileName, diff: text }], mostLines: Number.POSITIVE_INFINITY, paint });
  if (agentIds.length === 1) return shown(agent.agentName, diff);
  const names = agentIds.map((id) => oneLine(agents.get(id)?.agentName ?? id)).join(", ");
  const below = [`The same for: ${names}`, ownValuesLine(own)].filter((line) => line !== "");
  return [
    ...shown(count(agentIds.length, "agent"), withoutOwnValues(diff, agent).text),
    ...below.flatMap((line) =>
      wrap(line, { width: columns, firstIndent: "    ", restIndent: "      " }).map((part) => paint("dim", part)),
    ),
  ];
}
