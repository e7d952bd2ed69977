import type { ReactNode } from "react";

/** One column of a table. Keep the same array of columns between renders: a new array renders every row again. */
export type Column<Row> = {
  key: string;
  header: string;
  /** The header is for screen readers only, as for columns of buttons. */
  hideHeader?: boolean;
  /** In pixels; columns without a width share the remaining space. */
  widthPx?: number;
  align?: "right";
  cell: (row: Row) => ReactNode;
  /** The value to sort by; makes the header sortable. Empty values come last in both directions. */
  sortBy?: (row: Row) => string | number | null;
};

/** Columns without a width get at least this much before the table scrolls sideways. */
const leastFreeWidthPx = 200;

export function leastWidthPx<Row>(columns: Column<Row>[]): number {
  return columns.reduce((sum, { widthPx = leastFreeWidthPx }) => sum + widthPx, 0);
}
