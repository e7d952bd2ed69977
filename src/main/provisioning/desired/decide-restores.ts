import type { JournaledWrite, VersionToRestore } from "../../database/undo-journal.ts";
import type { Restoration } from "../model/desired-file.ts";
import { isSeed } from "../model/openclaw-seeds.ts";

/** A file of which an earlier content is to come back. */
export type RestoredFile = Pick<Restoration, "expectsMaskedSha256" | "obstacle"> & {
  agentId: string;
  fileName: string;
  /** Where its text is kept; null if it cannot come back. */
  contentSha256: string | null;
};

const gone = "its earlier version is no longer kept";
const incomplete = "secrets were removed from its earlier version, so it cannot be written as it was";

/**
 * What undoing a run brings back: for every file that it wrote or may have written, the content before. What it created or
 * filled for the first time has none. Pure.
 */
export function decideUndo(writes: readonly JournaledWrite[]): RestoredFile[] {
  return writes
    .filter(
      ({ state, theirsMaskedSha256: theirs, oursMaskedSha256: ours }) => state !== "not-written" && theirs !== ours,
    )
    .map((write) => ({
      ...restored(write, write.replaced),
      expectsMaskedSha256: write.oursMaskedSha256,
      ...created(write),
    }));
}

/** What restoring one version brings back. Pure. */
export function decideRestore(
  file: { agentId: string; fileName: string },
  version: VersionToRestore | undefined,
): RestoredFile {
  const reason = "is what OpenClaw puts into new workspaces, which every sync replaces";
  const isReplaced = version !== undefined && isSeed(file.fileName, version.maskedSha256);
  return {
    ...restored(file, version ?? null),
    expectsMaskedSha256: null,
    ...(isReplaced ? { contentSha256: null, obstacle: { action: "blocked", reason } } : {}),
  };
}

function restored(
  { agentId, fileName }: { agentId: string; fileName: string },
  version: VersionToRestore | null,
): Omit<RestoredFile, "expectsMaskedSha256"> {
  const file = { agentId, fileName };
  const reason = !version?.isKept ? gone : version.maskedSha256 !== version.contentSha256 ? incomplete : null;
  if (!version || reason !== null) {
    return { ...file, contentSha256: null, obstacle: { action: "blocked", reason: reason ?? gone } };
  }
  return { ...file, contentSha256: version.contentSha256, obstacle: null };
}

/** No gateway deletes files, and what a gateway puts into a new workspace is replaced at every sync. */
function created({ fileName, theirsMaskedSha256: theirs, replaced }: JournaledWrite): Partial<RestoredFile> {
  const reason =
    theirs === null
      ? "was created by that run; no gateway deletes files"
      : isSeed(fileName, theirs) || replaced?.source === "seeded"
        ? "had only what the gateway had put there"
        : null;
  return reason === null ? {} : { contentSha256: null, obstacle: { action: "preserved", reason } };
}
