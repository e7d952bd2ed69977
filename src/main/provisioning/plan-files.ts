import { type FileOwner, isFileDue } from "../templates/file-sets.ts";
import { sha256Hex, tokenPlaceholder } from "./mask-token.ts";
import { missingFile, type ObservedFile } from "./observed-agent.ts";

/** A file as it should be, with the token masked. */
export type DesiredFile = {
  name: string;
  maskedContent: string;
  owner: FileOwner;
};

/** What we remember of a file: what we wrote last, as a masked hash. */
export type RememberedFile = { writtenMaskedSha256: string | null };

export type FileAction = "create" | "change" | "unchanged" | "preserved";

export type FileStep = {
  name: string;
  action: FileAction;
  /** Why, in a few words an operator reads. */
  reason: string;
  /** Somebody edited the file on the gateway since we wrote it. */
  isDrift: boolean;
  owner: FileOwner;
  /** Hash of our rendering with the token masked. */
  oursMaskedSha256: string;
  observed: Omit<ObservedFile, "maskedContent">;
  /**
   * What a write needs, token masked; null where nothing is written. What stands on the gateway is kept only for a diff:
   * a plan of thousands of agents holds no more than it must.
   */
  write: { ours: string; theirs: string | null } | null;
};

export type FilePlanInput = {
  desired: DesiredFile[];
  observed: Map<string, ObservedFile>;
  unavailable: Set<string>;
  remembered: Map<string, RememberedFile>;
  /** The agent was not on the gateway before this run. */
  isNew: boolean;
  /** The token in the files will be another one. */
  tokenChanges: boolean;
  overwrite: boolean;
  forceBootstrap: boolean;
  /** Keep what stands on the gateway for every change, not only for drift: a dry run shows all diffs. */
  keepTheirs: boolean;
};

/** Plans what happens to each managed file of one agent (BEHAVIOUR.md, Files). Pure. */
export function planFiles(input: FilePlanInput): FileStep[] {
  return input.desired.map((desired) => {
    const { maskedContent: theirs, ...observed } = input.observed.get(desired.name) ?? missingFile(desired.name);
    const { name, owner, maskedContent: ours } = desired;
    const remembered = input.remembered.get(name);
    const isDrift = driftOf(desired, observed, remembered);
    const oursMaskedSha256 = sha256Hex(ours);
    const { action, reason } = decide(desired, oursMaskedSha256, observed, remembered, input);
    const write =
      action === "create" || action === "change" ? { ours, theirs: isDrift || input.keepTheirs ? theirs : null } : null;
    return { name, action, reason, isDrift, owner, oursMaskedSha256, observed, write };
  });
}

type Observed = FileStep["observed"];

function decide(
  desired: DesiredFile,
  oursMaskedSha256: string,
  observed: Observed,
  remembered: RememberedFile | undefined,
  input: FilePlanInput,
): { action: FileAction; reason: string } {
  if (input.unavailable.has(desired.name)) return preserved("the gateway has no heartbeat automation for this agent");
  const carriesNewToken = input.tokenChanges && desired.maskedContent.includes(tokenPlaceholder);
  if (observed.exists && oursMaskedSha256 === observed.maskedSha256) {
    return carriesNewToken
      ? { action: "change", reason: "carries the new token" }
      : { action: "unchanged", reason: "already right" };
  }
  const { overwrite, forceBootstrap, isNew } = input;
  if (!isFileDue(desired.owner, { isUpdate: !isNew, isPresent: observed.exists, overwrite, forceBootstrap })) {
    return preserved(observed.exists ? "belongs to the agent" : "the agent has finished with it");
  }
  if (!observed.exists) return { action: "create", reason: "missing on the gateway" };
  // A workspace that was there before its agent was added: what the agent learned in it stays.
  if (desired.owner === "agents-own" && !overwrite) return preserved("belongs to the agent");
  return { action: "change", reason: changeReason(observed, remembered) };
}

function preserved(reason: string): { action: FileAction; reason: string } {
  return { action: "preserved", reason };
}

/** Files of the agent's own are meant to be edited: that is no drift. */
function driftOf(desired: DesiredFile, observed: Observed, remembered: RememberedFile | undefined): boolean {
  const written = remembered?.writtenMaskedSha256;
  return desired.owner === "managed" && Boolean(written) && observed.exists && observed.maskedSha256 !== written;
}

function changeReason(observed: Observed, remembered: RememberedFile | undefined): string {
  const written = remembered?.writtenMaskedSha256;
  if (!written) return "differs from the template";
  return observed.maskedSha256 === written ? "the template or the record changed" : "edited on the gateway";
}
