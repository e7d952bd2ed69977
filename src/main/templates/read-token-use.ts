import { type TemplateSet, textsTakenIn } from "./template-set.ts";
import { lineAt, readTags } from "./template-tags.ts";

type Place = {
  /** The included template of the set; "" for the text itself. */
  template: string;
  /** Counted from 1. */
  line: number;
  expression: string;
};

/** How a template, with its includes, uses `auth_token`, as far as its text shows. */
export type TokenUse = {
  isNamed: boolean;
  /** The first place where the token is tested or compared. */
  condition: Place | null;
  /** The first place where it is not simply printed, which may still be correct; otherwise the first that names it. */
  suspect: Place | null;
};

const maxExpressionChars = 80;

const tokenName = /(?<![.\w])auth_token\b/;
const comparison = /(?<![.\w])auth_token\s*(?:[=!]=|[<>]|is\b|(?:not\s+)?in\b)|(?:[=!]=|[<>]=?|\bin)\s*auth_token\b/;

/** Reads the text of a template and its includes; if their names are computed, the text of the whole set. */
export function readTokenUse(templates: TemplateSet, source: string): TokenUse {
  const texts = textsTakenIn(templates, source) ?? new Map([["", source], ...Object.entries(templates.sources)]);
  const use: TokenUse = { isNamed: false, condition: null, suspect: null };
  let plain: Place | null = null;
  for (const [template, text] of texts) {
    if (!text.includes("auth_token")) continue;
    use.isNamed = true;
    for (const { kind, code, index } of readTags(text)) {
      const inner = code.trim();
      if (!tokenName.test(inner)) continue;
      const place = () => ({ template, line: lineAt(text, index), expression: shortened(inner) });
      if (isCondition(inner)) use.condition ??= place();
      if (kind === "statement" || inner !== "auth_token") use.suspect ??= place();
      else plain ??= place();
    }
  }
  return { ...use, suspect: use.suspect ?? plain };
}

/** Whether the token is used in a condition. Testing that it is defined is allowed, because it always is. */
function isCondition(inner: string): boolean {
  const code = inner
    .replace(/"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/g, '""')
    .replace(/(?<![.\w])auth_token\s+is\s+(?:not\s+)?(?:un)?defined\b/g, "");
  if (comparison.test(code)) return true;
  let isDeciding = false;
  for (const [word] of code.matchAll(/(?<![.\w])(?:if|elif|else|auth_token)\b/g)) {
    if (word === "auth_token" && isDeciding) return true;
    if (word !== "auth_token") isDeciding = word !== "else";
  }
  return false;
}

function shortened(expression: string): string {
  return expression.length > maxExpressionChars ? `${expression.slice(0, maxExpressionChars)}…` : expression;
}
