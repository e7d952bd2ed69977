import { marked, type Token, type Tokens } from "marked";
import { asCalledHere, guidePlace } from "../../../shared/guide.ts";
import type { Paint } from "./paint.ts";
import { displayWidth, wrap } from "./plain.ts";

export type MarkdownTextOptions = {
  markdown: string;
  /** The page that its links start from. */
  page: string;
  columns: number;
  paint: Paint;
};

/** A page of the guide as lines for a terminal. Pictures are left out; a link names the page that `help` prints. */
export function markdownText(options: MarkdownTextOptions): string[] {
  return joined(
    marked.lexer(options.markdown).map((token) => block(token, options, "")),
    true,
  );
}

function block(token: Token, options: MarkdownTextOptions, indent: string): string[] {
  const { paint } = options;
  const lines = (text: string) => wrapped(text, indent, indent, options);
  switch (token.type) {
    case "heading":
      return lines(inline(token.tokens, options)).map((line) => paint("bold", line));
    case "paragraph":
    case "text":
      return lines(inline(token.tokens, options));
    case "code":
      return String(token.text)
        .split("\n")
        .map((line) => `${indent}  ${paint("cyan", asCalledHere(line))}`);
    case "list":
      return list(token as Tokens.List, options, indent);
    case "table":
      return table(token as Tokens.Table, options, indent);
    case "space":
      return [];
    default:
      return lines(token.raw);
  }
}

function list(token: Tokens.List, options: MarkdownTextOptions, indent: string): string[] {
  const items = token.items.map((item, index) => {
    const mark = token.ordered ? `${(Number(token.start) || 1) + index}. ` : "- ";
    const inner = indent + " ".repeat(mark.length);
    const [first = "", ...rest] = joined(
      item.tokens.map((part) => block(part, options, inner)),
      token.loose,
    );
    return [indent + mark + first.slice(inner.length), ...rest];
  });
  return joined(items, token.loose);
}

/** The rows of a table one below the other: the first cell, and the others beside or below it. */
function table(token: Tokens.Table, options: MarkdownTextOptions, indent: string): string[] {
  return token.rows.flatMap((row) => {
    const [first = "", ...others] = row.map(({ tokens }) => inline(tokens, options));
    const rest = others.filter((text) => text !== "").join("; ");
    return wrapped(rest === "" ? first : `${first}: ${rest}`, `${indent}  `, `${indent}      `, options);
  });
}

function inline(tokens: Token[] | undefined, options: MarkdownTextOptions): string {
  return (tokens ?? []).map((token) => inlineToken(token, options)).join("");
}

function inlineToken(token: Token, options: MarkdownTextOptions): string {
  if (token.type === "image") return "";
  if (token.type === "codespan") return `\`${asCalledHere(String(token.text))}\``;
  if (token.type === "strong") return `"${inline(token.tokens, options)}"`;
  if (token.type === "link") {
    const text = inline(token.tokens, options);
    const place = guidePlace(String(token.href), options.page);
    const name = place && (place.page === "errors" ? place.section : place.page);
    if (!name || name === options.page) return text;
    return text === name ? `\`help ${name}\`` : `${text} (\`help ${name}\`)`;
  }
  if ("tokens" in token && token.tokens) return inline(token.tokens, options);
  return "text" in token ? String(token.text).replaceAll("\n", " ") : " ";
}

function wrapped(text: string, firstIndent: string, restIndent: string, { columns }: MarkdownTextOptions): string[] {
  if (text.trim() === "") return [];
  const width = Math.min(columns, longest);
  return wrap(text, { width: Math.max(width, displayWidth(restIndent) + 20), firstIndent, restIndent });
}

/** Long lines are hard to read, also where the output is piped. */
const longest = 100;

function joined(parts: string[][], withGaps: boolean): string[] {
  return parts
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index > 0 && withGaps ? ["", ...lines] : lines));
}
