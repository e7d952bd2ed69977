import { isUnread, type ObservedAgent } from "../model/observed-agent.ts";
import { isSeed } from "../model/openclaw-seeds.ts";
import type { KeptContent, RunContext } from "../report/run-context.ts";
import { maskTokenLines } from "../tokens/mask-token.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { FileStep } from "./plan-files.ts";

/**
 * Files that became different from their latest version by the agent's own hand, and were not fetched. None unless the operator
 * wants versions of what agents write.
 */
export function unfetchedLearned(run: RunContext, plan: AgentPlan, { files }: ObservedAgent): string[] {
  return learnedFiles(run, plan).flatMap(({ name }) => (isUnread(files.get(name)) ? [name] : []));
}

/** Keeps what the agent wrote in its own files as versions, also where nothing replaces it. @returns the same plan */
export function keepLearned(run: RunContext, plan: AgentPlan, { files }: ObservedAgent): AgentPlan {
  const kept = learnedFiles(run, plan).flatMap(({ name, observed: { maskedSha256 } }): KeptContent[] => {
    const text = files.get(name)?.maskedContent ?? null;
    if (text === null || maskedSha256 === null) return [];
    return [{ fileName: name, maskedSha256, source: "found", maskedText: maskTokenLines(text) }];
  });
  run.journal.keep(plan.scoped.agent.id, kept);
  return plan;
}

function learnedFiles({ journal, keepsLearned }: RunContext, { scoped, files }: AgentPlan): FileStep[] {
  if (!keepsLearned) return [];
  return files.filter(({ name, owner, observed: { sha256, maskedSha256 } }) => {
    if (owner !== "agents-own" || maskedSha256 === null || isSeed(name, sha256)) return false;
    return !journal.isLatestVersion(scoped.agent.id, name, maskedSha256);
  });
}
