import { createTwoFilesPatch } from "diff";

/** More than this helps nobody, and the history keeps it for ever. */
const maxDiffChars = 40_000;

/** A unified diff from what stands on the gateway to what we render. Both sides come with the token masked. */
export function fileDiff(name: string, theirs: string, ours: string): string {
  const diff = createTwoFilesPatch(`gateway/${name}`, `flight-deck/${name}`, theirs, ours, "", "", { context: 3 });
  return diff.length <= maxDiffChars ? diff : `${diff.slice(0, maxDiffChars)}\n… (cut; ${diff.length} characters)\n`;
}
