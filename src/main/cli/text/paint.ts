import { styleText } from "node:util";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Colours a text; returns it unchanged where colours are off. */
export type Paint = (style: Style | Style[], text: string) => string;

/** Colours for a stream: only on a terminal, and not with NO_COLOR (FORCE_COLOR wins, as in Node itself). */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}

export const plainPaint: Paint = (_style, text) => text;
