import { isWritten } from "../../../shared/plan-work.ts";
import type { AgentSyncFacts } from "../model/agent-sync-facts.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { FileStep } from "./plan-files.ts";

export type SyncStateInput = {
  /** Everything that differs, whatever of it the run was allowed to do. */
  plan: AgentPlan;
  /** Whether its roster entry is not as it should be now. */
  entryIsOff: boolean;
  /** What was done about it; nothing in a plan that was only made. */
  written: readonly string[];
  /** Whether the planned token became the agent's. */
  rekeyed: boolean;
};

/** How far an agent is from what we would have on the gateway, by what was planned for it and what was done since. Pure. */
export function syncStateOf({ plan, entryIsOff, written, rekeyed }: SyncStateInput): AgentSyncFacts {
  const differing = plan.files
    .filter((step) => isOff(step) && !written.includes(step.name))
    .map(({ name, moved }) => ({ name, moved: moved === "none" ? ("unknown" as const) : moved }));
  const isOut = differing.length > 0 || entryIsOff || tokenIsOff(plan, written, rekeyed);
  const state = differing.some(({ moved }) => moved === "both") ? "conflict" : isOut ? "out-of-sync" : "synced";
  return { agentId: plan.scoped.agent.id, state, differing };
}

/** A token that is replaced although it is good is off only from the first file that was written with another. */
function tokenIsOff({ token }: AgentPlan, written: readonly string[], rekeyed: boolean): boolean {
  if (token.kind === "mint" && token.reason === "rekey") return !rekeyed && written.length > 0;
  return token.kind === "keep-mismatched" || ((token.kind === "mint" || token.kind === "adopt") && !rekeyed);
}

/** Of files that are not ours alone, options such as overwrite make a plan write more than is off. */
function isOff({ action, owner, observed, oursMaskedSha256 }: FileStep): boolean {
  if (action === "blocked") return true;
  if (!isWritten(action) || observed.maskedSha256 === oursMaskedSha256) return false;
  if (owner === "managed") return true;
  return owner === "agents-own" ? !observed.exists : observed.exists;
}
