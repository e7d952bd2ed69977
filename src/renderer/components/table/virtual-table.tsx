import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from "react";
import { ScrollRegion } from "../scroll-region.tsx";
import type { Column } from "./column.ts";
import { nextSort, type Sort, sortRows } from "./sort-rows.ts";
import { StackedRow } from "./stacked-row.tsx";
import { tableClass } from "./table.tsx";
import { TableHead } from "./table-head.tsx";
import { TableRow } from "./table-row.tsx";
import { useTableFit } from "./use-table-fit.ts";

export type VirtualTableProps<Row> = {
  /** The accessible name: "Agents". */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Is told the rows in the order on screen. */
  onOrder?: (rows: readonly Row[]) => void;
  /** The maximum height before the rows scroll, as CSS; a table with few rows is lower. */
  maxHeight?: string;
};

const rowHeightPx = 36;
/** A guess: the rows of a stacked table have different heights, which are measured when they are shown. */
const stackedRowHeightPx = 84;

/**
 * A table of any number of rows that renders only the visible ones. It is a real table: each row has its row index. Where
 * its columns do not fit, each row becomes a few lines.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, rowKey, maxHeight = "70vh", onOrder } = props;
  const [sort, setSort] = useState<Sort | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const fit = useTableFit(columns, scroller);
  const { isStacked } = fit;
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  useLayoutEffect(() => onOrder?.(sorted), [onOrder, sorted]);
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isStacked ? stackedRowHeightPx : rowHeightPx),
    overscan: 8,
    // Rendering inside the scroll event would make every scroll event a long task.
    useFlushSync: false,
    initialRect: { width: 0, height: 600 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heights of the other layout do not count any more
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, isStacked]);
  // The rows are rendered after the table as an interruptible update: dozens at once would be a long task.
  const hasRows = useDeferredValue(true, false);
  const items = hasRows ? virtualizer.getVirtualItems() : [];
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <ScrollRegion
      ref={scroller}
      aria-label={`${label}, scrollable`}
      className="overflow-auto rounded-b-lg"
      // At least some rows: a window at 200 % zoom is low.
      style={{ maxHeight: `max(20rem, ${maxHeight})` }}
    >
      <table aria-label={label} aria-rowcount={rows.length + 1} className={tableClass(isStacked)}>
        <TableHead fit={fit} sort={sort} onSort={(key) => setSort(nextSort(sort, key))} />
        <tbody className={isStacked ? "block" : ""}>
          {before > 0 && <Spacer heightPx={before} columns={fit.columns.length} />}
          {items.map(({ index }) => {
            const row = sorted[index];
            if (row === undefined) return null;
            const shown = { row, columns: fit.columns, rowIndex: index + 2 };
            return isStacked ? (
              <StackedRow key={rowKey(row)} {...shown} index={index} ref={virtualizer.measureElement} />
            ) : (
              <TableRow key={rowKey(row)} {...shown} heightPx={rowHeightPx} />
            );
          })}
          {after > 0 && <Spacer heightPx={after} columns={fit.columns.length} />}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Takes the space of the rows that are not visible. */
function Spacer({ heightPx, columns }: { heightPx: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of a table is not focusable
    <tr aria-hidden="true" style={{ height: heightPx }}>
      <td colSpan={columns} className="p-0" />
    </tr>
  );
}
