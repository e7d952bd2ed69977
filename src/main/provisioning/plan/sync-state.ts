import { isTokenOutOfSync, isWritten } from "../../../shared/plan-work.ts";
import type { AgentSyncFacts } from "../model/agent-sync-facts.ts";
import { isSeed } from "../model/openclaw-seeds.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { FileStep } from "./plan-files.ts";
import { tokenStepOf } from "./plan-filter.ts";

export type SyncStateInput = {
  /** Everything that differs, even if the run was not allowed to do it. */
  plan: AgentPlan;
  /** Whether its roster entry differs now. */
  entryDiffers: boolean;
  /** The files that were written, or found as they were to be restored; empty for a plan that was not applied. */
  written: readonly string[];
  /** Whether the planned token became current. */
  rekeyed: boolean;
};

/** An agent's sync state, by what was planned for it and what was done since. Pure. */
export function syncStateOf({ plan, entryDiffers, written, rekeyed }: SyncStateInput): AgentSyncFacts {
  const differing = plan.files
    .filter(({ name }) => !written.includes(name))
    // A file without its earlier content is as the templates have it, or not.
    .flatMap((step) => (step.restores ? (step.restores.standing ?? []) : step))
    .filter(isFileOutOfSync)
    .map(({ name, moved }) => ({ name, moved: moved === "none" ? ("unknown" as const) : moved }));
  const isOut = differing.length > 0 || entryDiffers || tokenIsOff(plan, written, rekeyed);
  const state = differing.some(({ moved }) => moved === "both") ? "conflict" : isOut ? "out-of-sync" : "synced";
  return { agentId: plan.scoped.agent.id, state, differing };
}

/** Replacing a valid token counts as a difference only once the first file was written with the new one. */
function tokenIsOff({ token }: AgentPlan, written: readonly string[], rekeyed: boolean): boolean {
  if (rekeyed) return false;
  const step = tokenStepOf(token);
  return step === "rekey" ? written.length > 0 : isTokenOutOfSync(step);
}

/**
 * Whether a file makes its agent out of sync: the definition for the sync state and for plans. Options such as overwrite make a
 * plan write files that are not only ours and do not differ in this sense.
 */
export function isFileOutOfSync({ name, action, owner, observed, oursMaskedSha256 }: FileStep): boolean {
  if (action === "blocked") return true;
  if (!isWritten(action) || observed.maskedSha256 === oursMaskedSha256) return false;
  if (owner === "managed") return true;
  return owner === "agents-own" ? !observed.exists || isSeed(name, observed.sha256) : observed.exists;
}
