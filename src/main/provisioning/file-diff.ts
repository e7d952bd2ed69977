import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { maskTokenLines } from "./mask-token.ts";

/** More than this helps nobody, and the history keeps it for ever. */
const maxDiffChars = 40_000;

/**
 * A unified diff from what stands on the gateway to what we render, without a token: both sides come with the agent's own
 * masked as far as it was found, and any other is masked here.
 */
export function fileDiff(name: string, theirs: string, ours: string): string {
  const [before, after] = [maskTokenLines(theirs), maskTokenLines(ours)];
  const diff = createTwoFilesPatch(`gateway/${name}`, `flight-deck/${name}`, before, after, "", "", {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return diff.length <= maxDiffChars ? diff : `${diff.slice(0, maxDiffChars)}\n… (cut; ${diff.length} characters)\n`;
}
