import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { TemplateDifference } from "../../shared/template-history.ts";
import type { TemplateSources } from "../database/template-versions.ts";

/** Finding the shortest diff takes time quadratic in this number. */
const mostChangedLines = 2_000;

/** The templates that differ between two versions of a set, by name. Pure. */
export function diffTemplates(from: TemplateSources, to: TemplateSources): TemplateDifference[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return names.flatMap((name) => {
    const [before, after] = [ownText(from, name), ownText(to, name)];
    if (before === after) return [];
    const diff = diffOf(name, before ?? "", after ?? "");
    const lines = diff.split("\n").slice(2);
    const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
    const kind = before === null ? "added" : after === null ? "removed" : "changed";
    return [{ name, kind, diff, added: count("+"), removed: count("-") }];
  });
}

function ownText(sources: TemplateSources, name: string): string | null {
  return Object.hasOwn(sources, name) ? (sources[name] ?? "") : null;
}

function diffOf(name: string, before: string, after: string): string {
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  const shortest = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, "", "", {
    ...options,
    maxEditLength: mostChangedLines,
  });
  if (shortest !== undefined) return shortest;
  // They have little in common: one text is removed and the other added.
  const side = (text: string, sign: string) => text.replace(/\n$/, "").replace(/^/gm, sign);
  const lines = (text: string) => text.replace(/\n$/, "").split("\n").length;
  const head = `--- a/${name}\n+++ b/${name}\n@@ -1,${lines(before)} +1,${lines(after)} @@`;
  return `${head}\n${side(before, "-")}\n${side(after, "+")}\n`;
}
