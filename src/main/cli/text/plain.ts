import { stripVTControlCharacters } from "node:util";

/**
 * The text on one line, without characters that move the cursor, colour the terminal or change the reading direction:
 * names and messages come from fleet files and gateways.
 */
export function oneLine(text: string): string {
  return harmless(text).trim();
}

/** As `oneLine`, for a line of a diff, whose indent matters: tabs become two spaces. */
export function diffLine(line: string): string {
  return harmless(line.replaceAll("\t", "  "));
}

function harmless(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ");
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const wide =
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;
const invisible = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;

/** How many columns of a terminal the text takes. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** Where a text that is too long is cut: names often differ at their ends, sentences at their start. */
export type Cut = "middle" | "end";

/** The text in at most `width` columns, with an ellipsis for what was cut. Never splits a character. */
export function shorten(text: string, width: number, cut: Cut = "end"): string {
  if (displayWidth(text) <= width) return text;
  if (width <= 1) return "…".slice(0, width);
  const room = width - 1;
  const tailRoom = cut === "middle" ? Math.floor(room / 2) : 0;
  const parts = [...graphemes.segment(text)].map(({ segment }) => segment);
  const head = take(parts, room - tailRoom);
  const tail = take(parts.toReversed(), tailRoom);
  return `${head.join("").trimEnd()}…${tail.toReversed().join("").trimStart()}`;
}

/** As many of the first graphemes as fit. */
function take(parts: string[], room: number): string[] {
  let width = 0;
  const end = parts.findIndex((part) => {
    width += graphemeWidth(part);
    return width > room;
  });
  return end < 0 ? parts : parts.slice(0, end);
}

export type WrapOptions = {
  /** Columns in total, indents included. */
  width: number;
  firstIndent: string;
  restIndent: string;
};

/** A word, or a command in backticks with what is written right before and behind it. */
const unbroken = /(?:`[^`]*`|\S)+/g;

/** Lines of at most `width` columns, broken between words. A longer word and a command stay whole, so that they can be copied. */
export function wrap(text: string, { width, firstIndent, restIndent }: WrapOptions): string[] {
  const lines: string[] = [];
  let line = firstIndent;
  let isEmpty = true;
  for (const word of text.match(unbroken) ?? []) {
    if (!isEmpty && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = restIndent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
