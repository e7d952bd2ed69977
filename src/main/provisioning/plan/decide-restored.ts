import type { FileAction, FileMove } from "../../../shared/plan.ts";
import type { RememberedFile, Restoration } from "../model/desired-file.ts";
import type { ObservedFile } from "../model/observed-agent.ts";

export type RestoredSituation = {
  restores: Restoration;
  /** Of the earlier content. */
  wantedMaskedSha256: string;
  observed: Pick<ObservedFile, "exists" | "maskedSha256" | "refusal">;
  remembered: RememberedFile | undefined;
};

type Verdict = { action: FileAction; reason: string; moved: FileMove };

/**
 * What happens to a file of which an earlier content is to come back: it is replaced if it is still what a run left there. What
 * moved since is a conflict, which the operator has to choose. Pure.
 */
export function decideRestored({ restores, wantedMaskedSha256, observed, remembered }: RestoredSituation): Verdict {
  const { obstacle, expectsMaskedSha256 } = restores;
  if (obstacle) return { ...obstacle, moved: "none" };
  if (observed.refusal !== undefined) {
    return { action: "blocked", reason: "the gateway has no plain file in its place", moved: "none" };
  }
  if (observed.exists && observed.maskedSha256 === wantedMaskedSha256) {
    return { action: "unchanged", reason: "has the earlier version already", moved: "none" };
  }
  if (expectsMaskedSha256 !== null && observed.maskedSha256 !== expectsMaskedSha256) {
    const what = observed.exists ? "changed" : "removed";
    return {
      action: "conflict",
      reason: `${what} since that run; the earlier version would replace it`,
      moved: "both",
    };
  }
  if (!observed.exists) return { action: "create", reason: "missing; gets the earlier version", moved: "ours" };
  if (expectsMaskedSha256 === null && observed.maskedSha256 !== (remembered?.writtenMaskedSha256 ?? null)) {
    return { action: "conflict", reason: "edited on the gateway; the earlier version would replace it", moved: "both" };
  }
  return { action: "change", reason: "gets the earlier version back", moved: "ours" };
}
