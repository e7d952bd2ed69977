/** Records are a few levels deep; code that walks values level by level fails at some thousand. */
const maxLevels = 200;

/** The message about a text that nests deeper; it follows the name of the file. */
export const nestsTooDeeply = `has lists or objects nested more than ${maxLevels} levels deep`;

export class NestedTooDeeplyError extends Error {}

/**
 * `JSON.parse` for texts from outside.
 * @throws NestedTooDeeplyError; SyntaxError as `JSON.parse`
 */
export function readNestedJson(text: string, reviver?: (key: string, value: unknown) => unknown): unknown {
  if (levelsOf(text) > maxLevels) throw new NestedTooDeeplyError(nestsTooDeeply);
  return JSON.parse(text, reviver);
}

function levelsOf(text: string): number {
  let level = 0;
  let highest = 0;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{\]}]/gs)) {
    if (part === "[" || part === "{") highest = Math.max(highest, ++level);
    else if (part === "]" || part === "}") level -= 1;
  }
  return highest;
}
