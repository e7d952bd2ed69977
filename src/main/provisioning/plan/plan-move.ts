import { isWritten } from "../../../shared/plan-work.ts";
import type { ObservedFile } from "../model/observed-agent.ts";
import { bootstrapName } from "../model/openclaw-seeds.ts";
import type { Carrying, Replaced, WorkspaceContents, WorkspaceMove } from "../model/workspace-move.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { FileStep } from "./plan-files.ts";

/** Two spellings of one path. */
export function isSamePath(one: string, other: string): boolean {
  const plain = (path: string) => path.replace(/[/\\]+$/, "");
  return plain(one) === plain(other);
}

export type MoveInput = {
  contents: WorkspaceContents;
  to: string;
  /** What an interrupted move has not yet written. */
  owed: { names: string[]; files: Map<string, string> };
  /** The operator has copied the rest, or gives it up. */
  leaveRest: boolean;
};

/**
 * Decides whether an agent may change its workspace: not if that would leave something of its own behind without the operator's
 * consent. Pure.
 */
export function decideMove({ contents, to, owed, leaveRest }: MoveInput): WorkspaceMove {
  const { path, unreadable, others } = contents;
  const leaves = [...unreadable, ...(others ?? [])];
  const files = new Map([...owed.files, ...contents.files]);
  // A workspace without any file is unused, even if the rest of it is not listed.
  const isUnused = contents.files.size === 0 && leaves.length === 0;
  const isSafe = leaves.length === 0 && (others !== null || isUnused);
  const verdict = isSafe || leaveRest ? "moves" : "stays";
  return { verdict, from: path, to, files, owed: owed.names, leaves, isListed: others !== null || isUnused };
}

/**
 * The files to copy: those that a sync would leave alone if the agent stayed. The files it would write are made again in the
 * new workspace.
 * @param stay what a sync would do if the agent stayed in the workspace that was read
 */
export function carryingOf(move: WorkspaceMove, stay: AgentPlan, seen: Map<string, ObservedFile>): Carrying {
  if (move.verdict !== "moves") return { names: move.owed, replaced: [] };
  const steps = new Map(stay.files.map((step) => [step.name, step]));
  const own = [...move.files.keys()].filter((name) => {
    const step = steps.get(name);
    // A BOOTSTRAP without a template is the gateway's own.
    return step ? step.action === "preserved" && step.observed.exists : name !== bootstrapName;
  });
  const replaced = stay.files.flatMap((step) => replacedBy(step, seen.get(step.name)) ?? []);
  return { names: [...new Set([...own, ...move.owed])].sort(), replaced };
}

function replacedBy(step: FileStep, seen: ObservedFile | undefined): Replaced | null {
  const { name: fileName, action, moved, owner, write, oursMaskedSha256 } = step;
  if (!isWritten(action) || !write || !seen?.maskedContent || seen.maskedSha256 === null) return null;
  const isWrittenByOthers = moved === "theirs" || moved === "both" || owner === "agents-own";
  if (!isWrittenByOthers) return null;
  const { maskedContent: theirs, maskedSha256: theirsMaskedSha256 } = seen;
  return { fileName, theirs, theirsMaskedSha256, ours: write.ours, oursMaskedSha256 };
}

/** Leaves copied files alone: no template replaces them. */
export function withCarrying(plan: AgentPlan, carrying: Carrying): AgentPlan {
  const names = new Set(carrying.names);
  const files = plan.files.map((step): FileStep => {
    if (!names.has(step.name)) return step;
    return { ...step, action: "preserved", reason: "belongs to the agent and moves with it", write: null };
  });
  return { ...plan, files, carrying };
}

/** Whether the lead's first instructions are due in the new workspace: they were still in the old one. */
export function takesBootstrap({ verdict, files }: WorkspaceMove, hasTokenFile: boolean): boolean {
  if (!files.has(bootstrapName)) return false;
  // An agent that has its files may have followed and removed them since.
  return verdict === "moves" || (verdict === "resumes" && !hasTokenFile);
}
