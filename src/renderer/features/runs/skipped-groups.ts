import { reasonInWords } from "../../../shared/outcome-reasons.ts";
import type { RunAgentState } from "../../../shared/run-views.ts";

export type SkippedGroup = { boardId: string | null; reason: string; count: number };

/** The agents that a run skipped, by board and reason, in the order of the run. */
export function skippedGroups(agents: RunAgentState[]): SkippedGroup[] {
  const groups = new Map<string, SkippedGroup>();
  for (const agent of agents) {
    if (agent.state !== "done" || agent.outcome.outcome !== "skipped") continue;
    const { boardId } = agent;
    const reason = reasonInWords(agent.outcome) || "it was skipped";
    const key = `${boardId} ${reason}`;
    const { count } = groups.get(key) ?? { count: 0 };
    groups.set(key, { boardId, reason, count: count + 1 });
  }
  return [...groups.values()];
}
