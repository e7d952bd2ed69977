import type { Plan } from "../../shared/plan.ts";
import type { RunDrift } from "../database/runs.ts";
import { hideTokens } from "./hide-tokens.ts";

/** A plan as a file that the command line's `apply` reads, each written file with its diff. */
export function exportPlan(plan: Plan, diffs: readonly RunDrift[]): { fileName: string; text: string } {
  const diffOf = new Map(diffs.map(({ agentId, fileName, diff }) => [`${agentId} ${fileName}`, hideTokens(diff)]));
  const agents = plan.agents.map((agent) => ({
    ...agent,
    files: agent.files.map((file) => {
      const diff = diffOf.get(`${agent.agentId} ${file.name}`);
      return diff === undefined ? file : { ...file, diff };
    }),
  }));
  const stem = `flight-deck-plan-${plan.madeAt.slice(0, 19).replaceAll(":", "-").replace(" ", "T")}-${plan.id.slice(0, 8)}`;
  return { fileName: `${stem}.json`, text: `${JSON.stringify({ ...plan, agents }, null, 2)}\n` };
}
