import type { FileFacts } from "../../gateway/agent-files.ts";
import type { SeenFile } from "../model/written-file-facts.ts";
import type { FileStep } from "../plan/plan-files.ts";
import type { TokenDecision } from "../tokens/decide-token.ts";

/** Without a time, the file is fetched at the next check. */
export const noFacts: FileFacts = { sizeBytes: null, updatedAtMs: null };

/** A file with a token that may not become the agent's. */
export function withoutFactsUnderToken(file: SeenFile): SeenFile {
  return file.sha256 === file.maskedSha256 ? file : { ...file, ...noFacts };
}

/**
 * An unchanged file as it was seen. It need not be fetched again while its size and time are unchanged and the agent has the
 * same token. So this does not apply under a token that is not the agent's, or to a file with a token about to be replaced.
 */
export function seenAsObserved(step: FileStep, token: TokenDecision): SeenFile | null {
  const { name, action, observed, oursMaskedSha256 } = step;
  if (!observed.exists || observed.sha256 === null || observed.maskedSha256 === null) return null;
  if (action !== "unchanged" && action !== "preserved") return null;
  const holdsOldToken = token.kind === "mint" && observed.sha256 !== observed.maskedSha256;
  return {
    fileName: name,
    sha256: observed.sha256,
    maskedSha256: observed.maskedSha256,
    // An earlier content that is there already need not be ours.
    writtenMaskedSha256: action === "unchanged" && !step.restores ? oursMaskedSha256 : null,
    ...(token.kind === "keep-mismatched" || holdsOldToken ? noFacts : observed.facts),
  };
}
