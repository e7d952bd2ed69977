import { isSeed } from "../model/openclaw-seeds.ts";
import type { KeptContent, RunContext } from "../report/run-context.ts";
import { maskTokenLines } from "../tokens/mask-token.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { FilePlanInput, FileStep } from "./plan-files.ts";

/** Whether the agent's files have a version with a content, for `planFiles`. */
export function versionsOf({ journal }: RunContext, agentId: string): NonNullable<FilePlanInput["isVersion"]> {
  return (fileName, maskedSha256) => journal.isVersion(agentId, fileName, maskedSha256);
}

/**
 * Keeps what the plan replaces although we wrote it, where no version has it, such as what was written before versions were kept.
 * The plan returned does not hold these contents any more: a plan may be of thousands of agents.
 */
export function keepReplaced({ journal, options }: RunContext, plan: AgentPlan): AgentPlan {
  if (options.dryRun) return plan;
  const kept = plan.files.flatMap((step) => toKeep(step) ?? []);
  if (kept.length === 0) return plan;
  journal.keep(plan.scoped.agent.id, kept);
  const names = new Set(kept.map(({ fileName }) => fileName));
  const files = plan.files.map((step): FileStep => {
    return step.write && names.has(step.name)
      ? { ...step, isStored: true, write: { ...step.write, theirs: null } }
      : step;
  });
  return { ...plan, files };
}

function toKeep({ name, isForeign, isStored, observed, write }: FileStep): KeptContent | null {
  const { maskedSha256, sha256 } = observed;
  const theirs = write?.theirs ?? null;
  if (isForeign || isStored || maskedSha256 === null || theirs === null) return null;
  const source = isSeed(name, sha256) ? "seeded" : "written";
  return { fileName: name, maskedSha256, source, maskedText: maskTokenLines(theirs) };
}
