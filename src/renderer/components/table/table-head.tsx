import { ArrowDown, ArrowUp } from "lucide-react";
import { cx } from "../cx.ts";
import type { Column, TableFit } from "./column.ts";
import type { Sort } from "./sort-rows.ts";

export type TableHeadProps<Row> = {
  fit: TableFit<Row>;
  sort: Sort | null;
  onSort: (key: string) => void;
};

/** Column widths and headers of a table; headers of sortable columns are buttons. */
export function TableHead<Row>(props: TableHeadProps<Row>) {
  const { fit, sort, onSort } = props;
  const { columns } = fit;
  if (fit.isStacked) return <StackedHead {...props} />;
  return (
    <>
      <colgroup>
        {columns.map(({ key }, index) => (
          <col key={key} style={{ width: fit.widthsPx[index] }} />
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

/** The headers as a line of choices to sort by; each cell of a stacked row repeats its header. */
function StackedHead<Row>({ fit: { columns }, sort, onSort }: TableHeadProps<Row>) {
  return (
    <thead className="block">
      <tr
        data-label="Sort by"
        className={cx(
          "flex flex-wrap items-center gap-x-1 gap-y-0.5 border-line border-b bg-sunken px-4 py-1.5 text-faint text-xs",
          columns.some(({ sortBy }) => sortBy) ? "cell-label" : "sr-only",
        )}
      >
        {columns.map((column) => (
          <th
            key={column.key}
            scope="col"
            aria-sort={directionOf(column, sort)}
            className={column.sortBy ? "font-medium" : "sr-only"}
          >
            {column.sortBy ? <SortButton column={column} sort={sort} onSort={onSort} inLine /> : column.header}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function directionOf<Row>({ key }: Column<Row>, sort: Sort | null) {
  if (sort?.key !== key) return undefined;
  return sort.descending ? "descending" : "ascending";
}

type HeaderProps<Row> = { column: Column<Row> } & Pick<TableHeadProps<Row>, "sort" | "onSort">;

function HeaderCell<Row>({ column, sort, onSort }: HeaderProps<Row>) {
  const { header, head, align, hideHeader, sortBy } = column;
  return (
    <th
      scope="col"
      aria-sort={directionOf(column, sort)}
      className={cx(
        "sticky top-0 z-10 h-8 border-line border-b bg-sunken px-3 font-medium text-faint text-xs first:pl-4 last:pr-4",
        align === "right" ? "text-right" : "text-left",
      )}
    >
      {head ? (
        head
      ) : hideHeader ? (
        <span className="sr-only">{header}</span>
      ) : sortBy ? (
        <SortButton column={column} sort={sort} onSort={onSort} />
      ) : (
        header
      )}
    </th>
  );
}

/** @param inLine one of several choices in a line, in which its column's alignment does not count */
function SortButton<Row>({ column, sort, onSort, inLine = false }: HeaderProps<Row> & { inLine?: boolean }) {
  const { key, header, align } = column;
  const isSorted = sort?.key === key;
  const Arrow = isSorted && sort.descending ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={() => onSort(key)}
      className={cx(
        "group flex cursor-pointer items-center gap-1 rounded-sm hover:text-ink",
        align === "right" && !inLine && "ml-auto flex-row-reverse",
      )}
    >
      {header}
      <Arrow size={12} aria-hidden="true" className={isSorted ? "" : "opacity-0 group-hover:opacity-60"} />
    </button>
  );
}
