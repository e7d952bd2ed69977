import { useMemo, useState } from "react";
import { type Column, leastWidthPx } from "./column.ts";
import { nextSort, type Sort, sortRows } from "./sort-rows.ts";
import { TableHead } from "./table-head.tsx";
import { TableRow } from "./table-row.tsx";

export type TableProps<Row> = {
  /** The accessible name: "Gateways". */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
};

/** A table of a few dozen rows. For more, use `VirtualTable`. */
export function Table<Row>({ label, columns, rows, rowKey }: TableProps<Row>) {
  const [sort, setSort] = useState<Sort | null>(null);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  return (
    <div className="overflow-x-auto rounded-b-lg">
      <table
        aria-label={label}
        className="w-full table-fixed border-separate border-spacing-0"
        style={{ minWidth: leastWidthPx(columns) }}
      >
        <TableHead columns={columns} sort={sort} onSort={(key) => setSort(nextSort(sort, key))} />
        <tbody>
          {sorted.map((row) => (
            <TableRow key={rowKey(row)} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
