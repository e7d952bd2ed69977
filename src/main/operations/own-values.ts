import type { PlannedAgent } from "../../shared/plan.ts";
import { type OwnValue, ownValues } from "../../shared/plan-groups.ts";
import { keysOf } from "../../shared/typed-keys.ts";

type Agent = Pick<PlannedAgent, "agentId" | "agentName" | "agentKey" | "boardId">;

/** Shorter values, such as a name of one letter, are parts of too much. */
const leastChars = 2;

/**
 * A diff with the agent's own values replaced, wherever they are whole words, and with the lines at which its hunks are; and which of
 * these it has. Filling them in gives the diff again (`withOwnValues`). A diff that has such a word itself stays as it is. Pure.
 */
export function withoutOwnValues(diff: string, agent: Agent): { text: string; own: OwnValue[] } {
  if (keysOf(ownValues).some((word) => diff.includes(word))) return { text: diff, own: [] };
  const used = new Set<OwnValue>();
  const words = wordsOf(agent);
  const longestFirst = [...words.keys()].toSorted((one, other) => other.length - one.length).map(escaped);
  const replace = (value: string, at: number) => {
    const word = words.get(value);
    const isWord = !isLetter(diff, at - 1) && !isLetter(diff, at + value.length);
    if (!word || !isWord || !isInContent(diff, at)) return value;
    used.add(word);
    return word;
  };
  const named = words.size === 0 ? diff : diff.replace(new RegExp(longestFirst.join("|"), "g"), replace);
  const text = named.replace(hunkHeader, (_, before: string, after: string) => {
    used.add("‹line›");
    return `@@ -‹line›${before} +‹line›${after} @@`;
  });
  return { text, own: keysOf(ownValues).filter((word) => used.has(word)) };
}

/** Not of a new file, which begins at line 1. */
const hunkHeader = /^@@ -(?!0,0 )\d+((?:,\d+)?) \+\d+((?:,\d+)?) @@$/gm;

/** The diff of one agent again, apart from the lines at which its hunks are. Pure. */
export function withOwnValues(text: string, own: readonly OwnValue[], agent: Agent): string {
  const values = valuesOf(agent);
  if (own.length === 0) return text;
  return text.replace(new RegExp(own.join("|"), "g"), (word) => values[word as OwnValue] ?? word);
}

function valuesOf({ agentName, agentId, agentKey, boardId }: Agent): Record<OwnValue, string | null> {
  return { "‹name›": agentName, "‹id›": agentId, "‹key›": agentKey, "‹board›": boardId, "‹line›": null };
}

/** By value. Of equal ones the first counts. */
function wordsOf(agent: Agent): Map<string, OwnValue> {
  const values = valuesOf(agent);
  const words = new Map<string, OwnValue>();
  for (const word of keysOf(ownValues)) {
    const value = values[word];
    const isUsable = value !== null && value.length >= leastChars && !value.includes("\n");
    if (isUsable && !words.has(value)) words.set(value, word);
  }
  return words;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Not in a header, whose numbers and file names are the diff's own. */
function isInContent(diff: string, at: number): boolean {
  const start = diff.lastIndexOf("\n", at) + 1;
  return at > start && " +-".includes(diff.charAt(start)) && diff.lastIndexOf("\n@@", start) >= 0;
}

function isLetter(text: string, at: number): boolean {
  return /[\p{L}\p{N}_]/u.test(text.charAt(at));
}
