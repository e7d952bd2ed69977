import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { maskTokenLines } from "../tokens/mask-token.ts";

/** Longer diffs help no reader, and the history keeps them. */
const maxDiffChars = 40_000;

/**
 * Finding the shortest diff takes time quadratic in this number and blocks the thread: with this many lines, a tenth of a
 * second. A longer diff would be cut off anyway.
 */
const mostChangedLines = 1_000;

/**
 * A unified diff from the gateway version to the template version, without tokens: both sides come with the agent's own token
 * masked if it was found, and other tokens are masked here. If the files have little in common, all lines are shown as removed
 * and added.
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

/** The same when only the gateway version is kept: all of it is removed. */
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

/** Each line with its line feed; the last may have none. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function signed(sign: string, lines: string[]): string {
  const text = lines.map((line) => sign + line).join("");
  return text === "" || text.endsWith("\n") ? text : `${text}\n\\ No newline at end of file\n`;
}
