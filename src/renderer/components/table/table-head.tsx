import { ArrowDown, ArrowUp } from "lucide-react";
import { cx } from "../cx.ts";
import type { Column } from "./column.ts";
import type { Sort } from "./sort-rows.ts";

export type TableHeadProps<Row> = {
  columns: Column<Row>[];
  sort: Sort | null;
  onSort: (key: string) => void;
};

/** Column widths and headers of a table; headers of sortable columns are buttons. */
export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>) {
  return (
    <>
      <colgroup>
        {columns.map(({ key, widthPx }) => (
          <col key={key} style={widthPx ? { width: widthPx } : undefined} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
    </>
  );
}

function HeaderCell<Row>({ column, sort, onSort }: { column: Column<Row> } & Omit<TableHeadProps<Row>, "columns">) {
  const { key, header, align, hideHeader, sortBy } = column;
  const isSorted = sort?.key === key;
  const direction = isSorted ? (sort.descending ? "descending" : "ascending") : undefined;
  const Arrow = isSorted && sort.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={direction}
      className={cx(
        "sticky top-0 z-10 h-8 border-line border-b bg-sunken px-3 font-medium text-faint text-xs first:pl-4 last:pr-4",
        align === "right" ? "text-right" : "text-left",
      )}
    >
      {hideHeader ? (
        <span className="sr-only">{header}</span>
      ) : sortBy ? (
        <button
          type="button"
          onClick={() => onSort(key)}
          className={cx(
            "group flex cursor-pointer items-center gap-1 rounded-sm hover:text-ink",
            align === "right" && "ml-auto flex-row-reverse",
          )}
        >
          {header}
          <Arrow size={12} aria-hidden="true" className={isSorted ? "" : "opacity-0 group-hover:opacity-60"} />
        </button>
      ) : (
        header
      )}
    </th>
  );
}
