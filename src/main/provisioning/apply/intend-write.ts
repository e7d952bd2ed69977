import type { FileWriteIntent } from "../../database/file-writes.ts";
import { isSeed } from "../model/openclaw-seeds.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import type { FileStep } from "../plan/plan-files.ts";
import { fileDiff } from "../report/file-diff.ts";
import { maskGatewayToken, maskTokenLines } from "../tokens/mask-token.ts";

export type IntendWriteOptions = {
  /** This run added the agent. */
  isJustAdded: boolean;
  /** Is masked in what is kept. */
  gatewayToken: string | null;
};

/**
 * What the journal records before a write is sent: what it replaces, unless a version of the file has that, and what it writes.
 * Pure.
 */
export function intendWrite(plan: AgentPlan, step: FileStep, options: IntendWriteOptions): FileWriteIntent {
  const { name, observed, oursMaskedSha256, write, restores } = step;
  if (!write) throw new Error(`${name} was to be written without its content`);
  return {
    agentId: plan.scoped.agent.id,
    fileName: name,
    theirsMaskedSha256: observed.maskedSha256,
    oursMaskedSha256,
    replaces: replacedBy(plan, step, options),
    writes: {
      source: restores ? "restored" : "written",
      maskedText: maskGatewayToken(maskTokenLines(write.ours), options.gatewayToken),
    },
  };
}

function replacedBy(plan: AgentPlan, step: FileStep, { isJustAdded }: IntendWriteOptions): FileWriteIntent["replaces"] {
  const { name, isForeign, isStored, observed, write } = step;
  if (observed.maskedSha256 === null || (isStored && !isForeign)) return null;
  const theirs = write?.theirs ?? null;
  if (theirs === null) throw new Error(`${name} was to be replaced without being kept`);
  const source = isJustAdded || isSeed(name, observed.sha256) ? "seeded" : isForeign ? "found" : "written";
  return { source, maskedText: maskTokenLines(theirs), diff: isForeign ? diffOf(plan, step, theirs) : null };
}

/** Content we never wrote may be what a gateway puts into new workspaces: it is kept, and shown without being compared. */
function diffOf({ isNew }: AgentPlan, { name, owner, moved, write }: FileStep, theirs: string): string | null {
  const isEdit = moved === "theirs" || moved === "both" || owner === "agents-own" || (owner === "bootstrap" && !isNew);
  return isEdit ? fileDiff(name, theirs, write?.ours ?? "") : null;
}
