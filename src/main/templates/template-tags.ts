export type TemplateTag = {
  kind: "print" | "statement";
  /** What is between the braces, without the signs for white space. */
  code: string;
  /** Where `code` begins in the template. */
  index: number;
};

const text = String.raw`"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'`;

/** Comments and raw blocks, which are skipped, or a tag. One that is not closed extends to the end. */
const part = new RegExp(
  String.raw`\{#[\s\S]*?(?:#\}|$)|\{%[-+]?\s*raw\s*[-+]?%\}[\s\S]*?(?:\{%[-+]?\s*endraw\s*[-+]?%\}|$)` +
    String.raw`|(?<open>\{[{%][-+]?)(?<code>(?:${text}|[\s\S])*?)(?:[-+]?[%}]\}|$)`,
  "g",
);

/** The tags of a template, in order. */
export function readTags(source: string): TemplateTag[] {
  return [...source.matchAll(part)].flatMap(({ index, groups }) => {
    const { open, code } = groups ?? {};
    if (open === undefined || code === undefined) return [];
    return [{ kind: open.startsWith("{{") ? "print" : "statement", code, index: index + open.length }];
  });
}

/** The line of a place in a text, counted from 1. */
export function lineAt(source: string, index: number): number {
  return source.slice(0, index).split("\n").length;
}
