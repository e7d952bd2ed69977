import type { ReactNode } from "react";

/** One column of a table. Keep the array of columns the same between renders: rows render again only when they change. */
export type Column<Row> = {
  key: string;
  header: string;
  /** The header is there for screen readers only: columns of buttons. */
  hideHeader?: boolean;
  /** In pixels; columns without one share what is left. */
  widthPx?: number;
  align?: "right";
  cell: (row: Row) => ReactNode;
  /** What to sort by; the header then sorts. Empty values come last either way. */
  sortBy?: (row: Row) => string | number | null;
};

/** Columns without a width get at least this much before the table scrolls sideways. */
const leastFreeWidthPx = 200;

export function leastWidthPx<Row>(columns: Column<Row>[]): number {
  return columns.reduce((sum, { widthPx = leastFreeWidthPx }) => sum + widthPx, 0);
}
