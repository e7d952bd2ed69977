import type { PythonValue } from "./parse-json.ts";
import { printFloat } from "./print-float.ts";

/** A value as Python's `str` prints it: `True`, `None`, `1.0`, `{'a': [1, 'x']}`; a text is itself. */
export function printPythonText(value: PythonValue): string {
  return typeof value === "string" ? value : represent(value);
}

function represent(value: PythonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return printFloat(value);
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${value.map(represent).join(", ")}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, item]) => `${quote(key)}: ${represent(item)}`).join(", ")}}`;
  }
  return String(value);
}

const shortEscapes: { [character: string]: string } = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** What Python does not print as it is: separators other than the space, and the category "other". */
const unprintable = /[\\]|(?! )[\p{C}\p{Z}]/gu;

/** Python prefers single quotes, unless that would need more escapes. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(unprintable, (character) => shortEscapes[character] ?? escapeCharacter(character));
  return `${mark}${mark === "'" ? escaped.replaceAll("'", "\\'") : escaped}${mark}`;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
