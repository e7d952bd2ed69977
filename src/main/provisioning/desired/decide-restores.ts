import type { JournaledWrite, VersionToRestore } from "../../database/undo-journal.ts";
import type { Restoration } from "../model/desired-file.ts";
import { isSeed } from "../model/openclaw-seeds.ts";

/** A file of which an earlier content is to come back. */
export type RestoredFile = Pick<Restoration, "expectsMaskedSha256" | "obstacle"> & {
  agentId: string;
  fileName: string;
  /** Where the content is kept; null if it cannot come back, and the obstacle says why. */
  version: VersionToRestore | null;
};

/**
 * What undoing a run brings back: for every file that it wrote or may have written, the content before. What it created or
 * filled for the first time has none. Pure.
 */
export function decideUndo(writes: readonly JournaledWrite[]): RestoredFile[] {
  return writes
    .filter((write) => write.state !== "not-written" && write.theirsMaskedSha256 !== write.oursMaskedSha256)
    .map(({ agentId, fileName, theirsMaskedSha256, oursMaskedSha256, replaced }) => {
      const file = { agentId, fileName, expectsMaskedSha256: oursMaskedSha256 };
      // No gateway deletes files, and what a gateway puts into a new workspace is replaced at every sync.
      if (theirsMaskedSha256 === null)
        return without(file, "preserved", "was created by that run, and cannot be deleted");
      if (isSeed(fileName, theirsMaskedSha256) || replaced?.source === "seeded") {
        return without(file, "preserved", "had only what the gateway had put there");
      }
      return withVersion(file, replaced);
    });
}

type File = Omit<RestoredFile, "version" | "obstacle">;

/** What restoring one version brings back. Pure. */
export function decideRestore(
  { agentId, fileName }: { agentId: string; fileName: string },
  version: VersionToRestore | undefined,
): RestoredFile {
  const file = { agentId, fileName, expectsMaskedSha256: null };
  if (version && isSeed(fileName, version.maskedSha256)) {
    return without(file, "blocked", "is what OpenClaw puts into new workspaces, which every sync replaces");
  }
  return withVersion(file, version ?? null);
}

function withVersion(file: File, version: VersionToRestore | null): RestoredFile {
  if (!version) return without(file, "blocked", "its earlier version is no longer kept");
  return { ...file, version, obstacle: null };
}

function without(file: File, action: "blocked" | "preserved", reason: string): RestoredFile {
  return { ...file, version: null, obstacle: { action, reason } };
}
