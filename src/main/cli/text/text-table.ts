import type { Paint, Style } from "./paint.ts";
import { type Cut, displayWidth, oneLine, shorten } from "./plain.ts";

export type Column = {
  title: string;
  align?: "right";
  /** Where a cell that is too long is cut; "middle" by default. */
  cut?: Cut;
  /** Never shortened. */
  isWhole?: boolean;
};

export type Cell = string | { text: string; style: Style };

export type TableOptions = { columns: Column[]; rows: Cell[][]; width: number; indent?: string; paint: Paint };

const gap = "  ";
const narrowest = 8;

/** An aligned table as lines of at most `width` terminal columns; the widest columns are shortened first. */
export function textTable({ columns, rows, width, indent = "", paint }: TableOptions): string[] {
  const titles = columns.map(({ title }) => ({ text: title, style: "dim" as const }));
  const cells = [titles, ...rows].map((row) => row.map(cleanCell));
  const widths = fitWidths(columns, cells, width - indent.length - gap.length * (columns.length - 1));
  return cells.map((row) => {
    const texts = row.map((cell, index) => sizeCell(cell, columns[index], widths[index] ?? 0, paint));
    return (indent + texts.join(gap)).trimEnd();
  });
}

type CleanCell = { text: string; style: Style | null };

function cleanCell(cell: Cell): CleanCell {
  return typeof cell === "string"
    ? { text: oneLine(cell), style: null }
    : { text: oneLine(cell.text), style: cell.style };
}

function sizeCell({ text, style }: CleanCell, column: Column | undefined, width: number, paint: Paint): string {
  const fitting = shorten(text, width, column?.cut ?? "middle");
  const padding = " ".repeat(Math.max(0, width - displayWidth(fitting)));
  // The padding is not painted, so that a line can be trimmed.
  const painted = style && fitting !== "" ? paint(style, fitting) : fitting;
  return column?.align === "right" ? padding + painted : painted + padding;
}

function fitWidths(columns: Column[], rows: CleanCell[][], room: number): number[] {
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => displayWidth(row[index]?.text ?? ""))));
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const shrinkable = widths.map((width, index) => (columns[index]?.isWhole || width <= narrowest ? 0 : width));
    const widest = Math.max(...shrinkable);
    if (widest === 0) break;
    widths[shrinkable.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}
