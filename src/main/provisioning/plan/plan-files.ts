import type { LimitedMode } from "../../../shared/agent-modes.ts";
import type { FileAction, FileMove } from "../../../shared/plan.ts";
import { isWritten } from "../../../shared/plan-work.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import { type FileOwner, isFileDue } from "../../templates/file-sets.ts";
import type { DesiredFile, OutlinedFile, RememberedFile } from "../model/desired-file.ts";
import { missingFile, type ObservedFile } from "../model/observed-agent.ts";
import { isSeed } from "../model/openclaw-seeds.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import { tokenPlaceholder } from "../tokens/mask-token.ts";
import { decideRestored } from "./decide-restored.ts";
import { limitToMode } from "./limit-to-mode.ts";

export type FileStep = {
  name: string;
  action: FileAction;
  /** Why, in a few words for the operator. */
  reason: string;
  moved: FileMove;
  owner: FileOwner;
  /** The content on the gateway is neither ours nor what we wrote last: its diff is shown. */
  isForeign: boolean;
  /** A version of the file has the content on the gateway. Without one, it is kept before it is replaced. */
  isStored: boolean;
  /** Hash of our rendering with the token masked. */
  oursMaskedSha256: string;
  observed: Omit<ObservedFile, "maskedContent">;
  /** The file's characters on the gateway, 0 without it; its bytes where it was not read. */
  charsThere: number;
  /**
   * What a write needs, with the token masked; null if nothing is written, or only an outline of ours was given. `theirs` is
   * there only if it is foreign, not stored or shown, to save memory in plans of thousands of agents.
   */
  write: { ours: string; theirs: string | null } | null;
  /** The operator's choice to keep the gateway version, to be recorded; its action is `preserved` then. */
  keeps?: { theirsMaskedSha256: string; oursMaskedSha256: string };
  /** An earlier content comes back: `ours` is that, and this is about the rendering that it takes the place of. */
  restores?: {
    /** What a sync would do with the file; null if the agent has no such file by now. */
    standing: FileStep | null;
    /** The operator's choice about it before. */
    keptBefore: RememberedFile | undefined;
  };
};

export type FilePlanInput = {
  desired: (DesiredFile | OutlinedFile)[];
  observed: Map<string, ObservedFile>;
  unavailable: Set<string>;
  /** Unavailable files are asked for before files are written, and may be available then. */
  asksForUnavailable: boolean;
  remembered: Map<string, RememberedFile>;
  /** The agent was not on the gateway before this run. */
  isNew: boolean;
  /** The token in the files will change. */
  tokenChanges: boolean;
  /** Those of the run. A dry run keeps the gateway version of every change, not only foreign ones: it shows all diffs. */
  options: SyncOptions;
  /** Whether a version of the file has this content; without it, all count as stored. */
  isVersion?: (fileName: string, maskedSha256: string) => boolean;
  /** The agent is adopted: others wrote any files that are there. */
  isAdopted?: boolean;
  /** What is left out, for an agent with such a mode. */
  mode?: LimitedMode | undefined;
};

/** Plans what happens to each managed file of one agent (docs/behaviour.md, Files). Pure. */
export function planFiles(input: FilePlanInput): FileStep[] {
  return input.desired.map((desired) => {
    const step = planFile(desired, input);
    if (!desired.restores) return step;
    const { rendering } = desired.restores;
    const standing = rendering && { ...planFile(rendering, input), write: null };
    return { ...step, restores: { standing, keptBefore: input.remembered.get(desired.name) } };
  });
}

function planFile(desired: DesiredFile | OutlinedFile, input: FilePlanInput): FileStep {
  const { maskedContent: theirs, ...observed } = input.observed.get(desired.name) ?? missingFile(desired.name);
  const { name, owner, maskedContent: ours } = desired;
  const remembered = input.remembered.get(name);
  const oursMaskedSha256 = ours === null ? desired.maskedSha256 : sha256Hex(ours);
  const isTheirs =
    input.isAdopted && observed.exists && !isSeed(name, observed.sha256) && oursMaskedSha256 !== observed.maskedSha256;
  const { moved, ...due } = verdictOn(desired, { oursMaskedSha256, observed, remembered, isTheirs }, input);
  const carriesToken = ours === null ? desired.carriesToken : ours.includes(tokenPlaceholder);
  const { action, reason } = limitToMode(input.mode, { name, carriesToken }, due);
  const isForeign = !isSeed(name, observed.sha256) && isForeignContent(oursMaskedSha256, observed, remembered);
  const isStored = isWritten(action) && hasVersion(observed, input);
  const isNeeded = isForeign || !isStored || input.options.dryRun;
  const write = isWritten(action) && ours !== null ? { ours, theirs: isNeeded ? theirs : null } : null;
  const isOurs = ours !== null && oursMaskedSha256 === observed.maskedSha256;
  const charsThere = theirs?.length ?? (isOurs ? ours.length : (observed.facts.sizeBytes ?? 0));
  return { name, action, reason, moved, owner, isForeign, isStored, oursMaskedSha256, observed, charsThere, write };
}

type Observed = FileStep["observed"];

type Verdict = { action: FileAction; reason: string; moved: FileMove };

function verdictOn(
  desired: DesiredFile | OutlinedFile,
  { isTheirs, ...seen }: Omit<Situation, "moved"> & { isTheirs: boolean | undefined },
  input: FilePlanInput,
): Verdict {
  const { oursMaskedSha256, observed, remembered } = seen;
  const { restores, name } = desired;
  if (restores && !input.unavailable.has(name)) {
    return decideRestored({ restores, wantedMaskedSha256: oursMaskedSha256, observed, remembered });
  }
  const moved = isTheirs ? "theirs" : whoMoved(desired.owner, oursMaskedSha256, observed, remembered);
  return { ...decide(desired, { ...seen, moved }, input), moved };
}

type Situation = {
  oursMaskedSha256: string;
  observed: Observed;
  remembered: RememberedFile | undefined;
  moved: FileMove;
};

function decide(
  desired: DesiredFile | OutlinedFile,
  { oursMaskedSha256, observed, remembered, moved }: Situation,
  input: FilePlanInput,
): { action: FileAction; reason: string } {
  if (input.unavailable.has(desired.name)) {
    if (!input.asksForUnavailable) {
      return { action: "blocked", reason: "the gateway has no heartbeat automation for this agent" };
    }
    return {
      action: "create",
      reason: "missing with its heartbeat automation, which the gateway is asked to create again",
    };
  }
  const { isNew, tokenChanges } = input;
  const { overwrite, forceBootstrap } = input.options;
  const carriesToken =
    desired.maskedContent === null ? desired.carriesToken : desired.maskedContent.includes(tokenPlaceholder);
  const carriesNewToken = tokenChanges && carriesToken;
  if (observed.exists && oursMaskedSha256 === observed.maskedSha256) {
    return carriesNewToken
      ? { action: "change", reason: "carries the new token" }
      : { action: "unchanged", reason: "already correct" };
  }
  if (isKept(remembered, oursMaskedSha256, observed) && !overwrite && !carriesNewToken) {
    return preserved("the operator chose to keep the gateway version");
  }
  // It holds no work of an operator or agent, so it counts as missing.
  if (isSeed(desired.name, observed.sha256)) return { action: "change", reason: "still as OpenClaw made it" };
  const isPresent = observed.exists || (observed.refusal !== undefined && desired.owner === "agents-own");
  if (!isFileDue(desired.owner, { isUpdate: !isNew, isPresent, overwrite, forceBootstrap })) {
    return preserved(isPresent ? "belongs to the agent" : "the agent has finished with it");
  }
  if (observed.refusal !== undefined)
    return { action: "blocked", reason: "the gateway has no plain file in its place" };
  if (!observed.exists) return { action: "create", reason: "missing on the gateway" };
  // A workspace that existed before its agent was added: what the agent learned in it stays.
  if (desired.owner === "agents-own" && !overwrite) return preserved("belongs to the agent");
  return moved === "both"
    ? { action: "conflict", reason: `${moveReasons[moved]}; a sync takes ours and keeps the diff` }
    : { action: "change", reason: moveReasons[moved] };
}

function preserved(reason: string): { action: FileAction; reason: string } {
  return { action: "preserved", reason };
}

/**
 * Whether the operator chose to keep this content of theirs, or that there is none, over this rendering of ours. What Flight Deck
 * never wrote, as in an adopted agent, is kept until the operator ends the choice: neither the agent's own edit nor a change of
 * a template or a record makes it ours.
 */
export function isKept(
  remembered: RememberedFile | undefined,
  oursMaskedSha256: string,
  theirs: Pick<Observed, "exists" | "maskedSha256">,
): boolean {
  if (!remembered || remembered.keptTheirsMaskedSha256 === null) return false;
  if (remembered.writtenMaskedSha256 === null) return true;
  return (
    remembered.keptTheirsMaskedSha256 === contentMark(theirs) && remembered.keptOursMaskedSha256 === oursMaskedSha256
  );
}

/** What identifies a content on the gateway in a choice to keep it: its masked hash, or why it has none. */
export function contentMark({ exists, maskedSha256 }: Pick<Observed, "exists" | "maskedSha256">): string {
  return maskedSha256 ?? (exists ? "unreadable" : "missing");
}

function hasVersion({ name, maskedSha256 }: Observed, { isVersion }: FilePlanInput): boolean {
  return maskedSha256 === null || (isVersion?.(name, maskedSha256) ?? true);
}

function isForeignContent(ours: string, observed: Observed, remembered: RememberedFile | undefined): boolean {
  const { exists, maskedSha256 } = observed;
  return exists && maskedSha256 !== ours && maskedSha256 !== (remembered?.writtenMaskedSha256 ?? null);
}

const moveReasons: Record<FileMove, string> = {
  none: "differs from the template",
  ours: "the template or the record changed",
  theirs: "edited on the gateway",
  both: "edited on the gateway, and the template or the record changed",
  unknown: "differs from the template",
};

/**
 * Compares both sides with what we wrote last. The agent's own files are meant to be edited: neither side counts as changed.
 */
function whoMoved(
  owner: FileOwner,
  oursMaskedSha256: string,
  observed: Observed,
  remembered: RememberedFile | undefined,
): FileMove {
  const written = remembered?.writtenMaskedSha256;
  if (owner !== "managed" || oursMaskedSha256 === observed.maskedSha256) return "none";
  if (!written) return "unknown";
  const oursMoved = oursMaskedSha256 !== written;
  const theirsMoved = observed.maskedSha256 !== written;
  if (oursMoved && theirsMoved) return "both";
  return oursMoved ? "ours" : "theirs";
}
