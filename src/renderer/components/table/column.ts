import type { ReactNode } from "react";

/** One column of a table. Keep the same array of columns between renders: a new array renders every row again. */
export type Column<Row> = {
  key: string;
  header: string;
  /** The header is for screen readers only, as for columns of buttons. */
  hideHeader?: boolean;
  /** A control in place of the header's text, which stays for stacked rows. */
  head?: ReactNode;
  /** The least width in pixels. Columns without a width get 200. */
  widthPx?: number;
  /** The share of the space that is left. Without it, a column with a width keeps it, and one without takes one share. */
  grow?: number;
  /** Left out where the columns do not fit beside each other, 1 first. Stacked rows show it. */
  spare?: number;
  align?: "right";
  cell: (row: Row) => ReactNode;
  /** The value to sort by; makes the header sortable. Empty values come last in both directions. */
  sortBy?: (row: Row) => string | number | null;
};

/** How a table fits into its space: these columns beside each other, or each row stacked in lines. */
export type TableFit<Row> = { isStacked: boolean; columns: Column<Row>[]; widthsPx: number[] };

const leastFreeWidthPx = 200;
const leastOf = <Row>({ widthPx = leastFreeWidthPx }: Column<Row>) => widthPx;
const sumOf = (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0);

/** Decides how a table fits. @param spacePx the width of its place; 0 when it is not known yet */
export function fitColumns<Row>(columns: Column<Row>[], spacePx: number): TableFit<Row> {
  if (spacePx === 0) return { isStacked: false, columns, widthsPx: columns.map(leastOf) };
  for (const kept of withFewerAndFewer(columns)) {
    const leftPx = spacePx - sumOf(kept.map(leastOf));
    if (leftPx >= 0) return { isStacked: false, columns: kept, widthsPx: widthsWith(kept, leftPx) };
  }
  return { isStacked: true, columns, widthsPx: [] };
}

/** All columns, then without the first spare one, and so on. */
function withFewerAndFewer<Row>(columns: Column<Row>[]): Column<Row>[][] {
  const steps = columns.flatMap(({ spare }) => (spare === undefined ? [] : [spare])).sort((a, b) => a - b);
  return [columns, ...steps.map((step) => columns.filter(({ spare }) => spare === undefined || spare > step))];
}

function widthsWith<Row>(columns: Column<Row>[], leftPx: number): number[] {
  const shares = columns.map(({ widthPx, grow = widthPx === undefined ? 1 : 0 }) => grow);
  const all = sumOf(shares);
  return columns.map((column, index) => {
    return leastOf(column) + (all === 0 ? 0 : Math.floor((leftPx * (shares[index] ?? 0)) / all));
  });
}
