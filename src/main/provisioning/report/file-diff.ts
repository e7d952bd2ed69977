import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { maskTokenLines } from "../tokens/mask-token.ts";

/** More than this helps nobody, and the history keeps it for ever. */
const maxDiffChars = 40_000;

/**
 * Finding the shortest diff takes the square of this in time, and holds up everything else: with this many, a tenth of a
 * second. A diff of more lines would be cut off anyway.
 */
const mostChangedLines = 1_000;

/**
 * A unified diff from what stands on the gateway to what we render, without a token: both sides come with the agent's own
 * masked as far as it was found, and any other is masked here. Of files with little in common it is all that goes and all
 * that comes.
 */
export function fileDiff(name: string, theirs: string, ours: string): string {
  const [before, after] = [maskTokenLines(theirs), maskTokenLines(ours)];
  const [from, to] = [`gateway/${name}`, `flight-deck/${name}`];
  const shortest = createTwoFilesPatch(from, to, before, after, "", "", {
    context: 3,
    maxEditLength: mostChangedLines,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return cut(shortest ?? `--- ${from}\n+++ ${to}\n${wholeFile(before, after)}`);
}

/** The same for a file of which only what was there is kept: all of it goes. */
export function removedDiff(name: string, theirs: string): string {
  return cut(`--- gateway/${name}\n+++ flight-deck/${name} (not kept)\n${wholeFile(maskTokenLines(theirs), "")}`);
}

function cut(diff: string): string {
  return diff.length <= maxDiffChars ? diff : `${diff.slice(0, maxDiffChars)}\n… (cut; ${diff.length} characters)\n`;
}

function wholeFile(before: string, after: string): string {
  const [removed, added] = [linesOf(before), linesOf(after)];
  const side = (lines: string[]) => `${lines.length === 0 ? 0 : 1},${lines.length}`;
  return `@@ -${side(removed)} +${side(added)} @@\n${signed("-", removed)}${signed("+", added)}`;
}

/** Each with the line feed that ends it; the last may have none. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function signed(sign: string, lines: string[]): string {
  const text = lines.map((line) => sign + line).join("");
  return text === "" || text.endsWith("\n") ? text : `${text}\n\\ No newline at end of file\n`;
}
