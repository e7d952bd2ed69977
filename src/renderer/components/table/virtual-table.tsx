import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { ScrollRegion } from "../scroll-region.tsx";
import { type Column, leastWidthPx } from "./column.ts";
import { nextSort, type Sort, sortRows } from "./sort-rows.ts";
import { TableHead } from "./table-head.tsx";
import { TableRow } from "./table-row.tsx";

export type VirtualTableProps<Row> = {
  /** The accessible name: "Agents". */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** The maximum height before the rows scroll, as CSS; a table with few rows is lower. */
  maxHeight?: string;
};

const rowHeightPx = 36;

/** A table of any number of rows that renders only the visible ones. It is a real table: each row has its row index. */
export function VirtualTable<Row>({ label, columns, rows, rowKey, maxHeight = "70vh" }: VirtualTableProps<Row>) {
  const [sort, setSort] = useState<Sort | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 8,
    // Rendering inside the scroll event would make every scroll event a long task.
    useFlushSync: false,
    initialRect: { width: 0, height: 600 },
  });
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
      style={{ maxHeight }}
    >
      <table
        aria-label={label}
        aria-rowcount={rows.length + 1}
        className="w-full table-fixed border-separate border-spacing-0"
        style={{ minWidth: leastWidthPx(columns) }}
      >
        <TableHead columns={columns} sort={sort} onSort={(key) => setSort(nextSort(sort, key))} />
        <tbody>
          {before > 0 && <Spacer heightPx={before} columns={columns.length} />}
          {items.map(({ index }) => {
            const row = sorted[index];
            if (row === undefined) return null;
            return (
              <TableRow key={rowKey(row)} row={row} columns={columns} rowIndex={index + 2} heightPx={rowHeightPx} />
            );
          })}
          {after > 0 && <Spacer heightPx={after} columns={columns.length} />}
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
