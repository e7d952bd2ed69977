/** Node's JSON.rawJSON and the text of a number in a reviver, which TypeScript's library does not know yet. */
type LosslessJson = {
  rawJSON(text: string): unknown;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
};
const lossless = JSON as unknown as LosslessJson;

/**
 * One spelling for JSON texts that mean the same: without white space between the parts, escapes spelled alike, numbers digit
 * for digit. Texts that are not JSON stay as they are.
 */
export function canonicalJson(text: string): string {
  try {
    return JSON.stringify(lossless.parse(text, keepDigits));
  } catch {
    return text;
  }
}

function keepDigits(_key: string, value: unknown, { source }: { source?: string }): unknown {
  return typeof value === "number" && source !== undefined ? lossless.rawJSON(source) : value;
}
