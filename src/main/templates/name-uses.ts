import { readTags, type TemplateTag } from "./template-tags.ts";

/** A place where a template reads a name, such as `board_name` or `loop.index`. */
export type NameUse = {
  /** The name with its attributes. */
  path: string;
  /** Where it is in the template. */
  index: number;
  /** It is only tested, or has a default: it may be undefined. */
  mayBeUndefined: boolean;
  /** The engine itself fails here when it is undefined. */
  isChecked: boolean;
};

const token =
  /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\d[\w.]*|\.\s*[\p{L}_][\p{L}\p{N}_]*|(?<path>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)/gu;

const keywords = new Set("and or not in is if else true false none True False None recursive".split(" "));

/** A filter or a test, or an argument of `default`, which is read only when it is needed. */
const namesNoValue = /(?:\||\bis(?:\s+not)?|\|\s*(?:default|d)\s*\([^()]*)$/;
const toleratesUndefined = /^\s*(?:is\b|\|\s*(?:default|d)\b)/;
const isParenthesized = /^\s*(?:\)\s*)+(?=is\b|\|)/;

/**
 * Every place of a template where a name is read. Calls of functions and of blocks (`self.title()`), and targets of assignments, are
 * none; a call of a method reads what it belongs to.
 */
export function readNameUses(source: string): NameUse[] {
  return readTags(source).flatMap((tag) => {
    const { code, start } = expressionOf(tag);
    const isAlone = tag.kind === "print" || /^set\b/.test(tag.code.trimStart());
    return [...code.matchAll(token)].flatMap(({ 0: { length }, index, groups }) => {
      const path = groups?.path;
      if (path === undefined || keywords.has(path)) return [];
      const before = code.slice(0, index).trimEnd();
      const after = code.slice(index + length);
      if (namesNoValue.test(before) || /^\s*=(?!=)/.test(after)) return [];
      if (/^\s*\(/.test(after)) {
        const object = path.replace(/\.?[^.]+$/, "");
        const place = { index: tag.index + start + index, mayBeUndefined: false, isChecked: false };
        return object === "" || object === "self" ? [] : [{ path: object, ...place }];
      }
      const rest = before.endsWith("(") ? after.replace(isParenthesized, "") : after;
      const mayBeUndefined = toleratesUndefined.test(rest);
      const isChecked = /^\s*\[/.test(after) || (isAlone && before === "" && after.trim() === "");
      return [{ path, index: tag.index + start + index, mayBeUndefined, isChecked }];
    });
  });
}

/** The part of a tag that is an expression. */
function expressionOf({ kind, code }: TemplateTag): { code: string; start: number } {
  if (kind === "print") return { code, start: 0 };
  const [head = ""] = /^\s*(?:(?:if|elif|do|with)\b|for\b[\s\S]*?\sin\b|set\b[^=]*=(?!=))/.exec(code) ?? [];
  return head === "" ? { code: "", start: 0 } : { code: code.slice(head.length), start: head.length };
}

/** The names that a template defines itself: variables, loop targets, macros and their parameters. */
export function readOwnNames(source: string): string[] {
  const heads = readTags(source).flatMap(({ kind, code }) => {
    if (kind === "print") return [];
    const [head] = /^\s*(?:for\b[\s\S]*?\sin\b|set\b[^=]*|(?:with|macro|call|import|from)\b[\s\S]*)/.exec(code) ?? [];
    return head === undefined ? [] : [head.replace(/"[^"]*"|'[^']*'/g, "")];
  });
  const special = ["loop", "self", "super", "caller", "varargs", "kwargs"];
  return [...special, ...heads.flatMap((head) => head.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [])];
}
