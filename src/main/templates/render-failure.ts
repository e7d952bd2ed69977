import { asWritten } from "./strict-names.ts";

/** Why a template could not be rendered. Holds names and source text of the template, never a value of the context. */
export type RenderFailure = {
  reason: FailureReason;
  /** The template it happened in, by its name in the set. */
  template: string | null;
  /** Counted from 1. */
  line: number | null;
  /** The source at fault, such as the name of a variable. */
  expression: string | null;
  /** The engine's message, if it can only be about the source. */
  detail: string | null;
};

export type FailureReason =
  | "undefined"
  | "syntax"
  | "unknown-name"
  | "include-missing"
  | "too-many-steps"
  | "too-much-memory"
  | "too-slow"
  | "too-large"
  | "range-too-long"
  | "calls-itself"
  | "includes-itself"
  | "token-changed"
  | "other";

/** What an endless template ends with. It would end every agent's rendering, most of them after seconds. */
export const endlessReasons: ReadonlySet<FailureReason> = new Set([
  "too-many-steps",
  "too-much-memory",
  "too-slow",
  "calls-itself",
  "includes-itself",
]);

const reasons: { [engineKind: string]: FailureReason } = {
  "undefined value": "undefined",
  "syntax error": "syntax",
  "unknown filter": "unknown-name",
  "unknown test": "unknown-name",
  "unknown function": "unknown-name",
  "unknown method": "unknown-name",
  "template not found": "include-missing",
  "engine ran out of fuel": "too-many-steps",
};

/** What the engine says of different things that it calls an invalid operation. */
const operations: [RegExp, FailureReason][] = [
  [/^invalid operation: range has too many elements/, "range-too-long"],
  [/^invalid operation: recursion limit exceeded/, "calls-itself"],
  [/^invalid operation: cycle in template inheritance/, "includes-itself"],
];

/**
 * Reads the engine's message in its debug form, which quotes the source and marks the place; its list of values is not read.
 */
export function readFailure(message: string): RenderFailure {
  const [head = "", ...quote] = message.split(/\n(?=-{8})/);
  const place = /\(in (.+):(\d+)\)\s*$/.exec(head);
  const kind = /^[a-z ]+?(?=:| \(in |$)/.exec(head)?.[0] ?? "";
  const reason = reasons[kind] ?? operations.find(([form]) => form.test(head))?.[1] ?? "other";
  const words = place ? head.slice(0, place.index) : head;
  return {
    reason,
    template: place?.[1] ?? null,
    line: place ? Number(place[2]) : null,
    expression: markedSource(quote.join("\n")),
    detail: (reason === "syntax" || reason === "unknown-name" ? words.slice(kind.length + 1).trim() : "") || null,
  };
}

/** The template in which an `{% include %}` failed: the engine does not say why. */
export function failedInclude(message: string): string | null {
  return /^could not render include: error in "(.+?)" \(in /.exec(message)?.[1] ?? null;
}

/** The part of the quoted line above the `^^^^`. */
function markedSource(quote: string): string | null {
  const lines = quote.split("\n");
  const at = lines.findIndex((line) => /^ *\d+ > /.test(line));
  const source = lines[at];
  const marks = /\^+/.exec(lines[at + 1] ?? "");
  if (source === undefined || marks === null) return null;
  const marked = [...source].slice(marks.index, marks.index + marks[0].length).join("");
  return asWritten(marked.trim()) || null;
}
