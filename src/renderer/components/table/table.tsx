import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Column } from "./column.ts";
import { nextSort, type Sort, sortRows } from "./sort-rows.ts";
import { StackedRow } from "./stacked-row.tsx";
import { TableHead } from "./table-head.tsx";
import { TableRow } from "./table-row.tsx";
import { useTableFit } from "./use-table-fit.ts";

export type TableProps<Row> = {
  /** The accessible name: "Gateways". */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Is told the rows in the order on screen. */
  onOrder?: (rows: readonly Row[]) => void;
};

/** The look of a table's element. */
export const tableClass = (isStacked: boolean) =>
  isStacked ? "block w-full" : "w-full table-fixed border-separate border-spacing-0";

/** A table of a few dozen rows. For more, use `VirtualTable`. Where its columns do not fit, each row becomes a few lines. */
export function Table<Row>({ label, columns, rows, rowKey, onOrder }: TableProps<Row>) {
  const [sort, setSort] = useState<Sort | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const fit = useTableFit(columns, place);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  useLayoutEffect(() => onOrder?.(sorted), [onOrder, sorted]);
  const TheRow = fit.isStacked ? StackedRow : TableRow;
  return (
    <div ref={place} className="overflow-hidden rounded-b-lg">
      <table aria-label={label} className={tableClass(fit.isStacked)}>
        <TableHead fit={fit} sort={sort} onSort={(key) => setSort(nextSort(sort, key))} />
        <tbody className={fit.isStacked ? "block" : ""}>
          {sorted.map((row) => (
            <TheRow key={rowKey(row)} row={row} columns={fit.columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
