import type { FileWriteIntent } from "../../database/file-writes.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import type { FileStep } from "../plan/plan-files.ts";
import { fileDiff } from "../report/file-diff.ts";
import { maskTokenLines } from "../tokens/mask-token.ts";

/**
 * What the journal records before a write is sent: which content it replaces, and that content itself if we did not write it.
 * Pure.
 */
export function intendWrite({ scoped, isNew }: AgentPlan, step: FileStep, isJustAdded: boolean): FileWriteIntent {
  const { name, isForeign, owner, moved, observed, oursMaskedSha256, write } = step;
  const { maskedSha256: theirsMaskedSha256 } = observed;
  const intent = { agentId: scoped.agent.id, fileName: name, theirsMaskedSha256, oursMaskedSha256 };
  if (!isForeign) return { ...intent, replaces: null };
  if (!write || write.theirs === null) throw new Error(`${name} was to be replaced without being kept`);
  // Content we never wrote may be what a gateway puts into new workspaces: it is kept, and shown without being compared.
  const isEdit = moved === "theirs" || moved === "both" || owner === "agents-own" || (owner === "bootstrap" && !isNew);
  const diff = isEdit ? fileDiff(name, write.theirs, write.ours) : null;
  return {
    ...intent,
    replaces: { source: isJustAdded ? "seeded" : "found", maskedText: maskTokenLines(write.theirs), diff },
  };
}
