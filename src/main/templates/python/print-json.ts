import type { PythonValue } from "./parse-json.ts";
import { printFloat } from "./print-float.ts";

/** A value as Python's `json.dumps` prints it: `{"a": 1, "b": [1.0, "\u00f6"]}`. */
export function printPythonJson(value: PythonValue): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return Number.isFinite(value) ? printFloat(value) : infinity(value);
  if (Array.isArray(value)) return `[${value.map(printPythonJson).join(", ")}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, item]) => `${quote(key)}: ${printPythonJson(item)}`).join(", ")}}`;
  }
  return String(value);
}

const shortEscapes: { [character: string]: string } = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** Everything outside printable ASCII is escaped, by UTF-16 code unit. */
function quote(text: string): string {
  const escaped = text.replace(/["\\]|[^ -~]/g, (unit) => shortEscapes[unit] ?? escapeUnit(unit));
  return `"${escaped}"`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A number too large for a float is read as infinity. */
function infinity(value: number): string {
  return value < 0 ? "-Infinity" : "Infinity";
}
