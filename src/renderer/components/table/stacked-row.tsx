import { memo, type Ref } from "react";
import { cx } from "../cx.ts";
import type { Column } from "./column.ts";
import { followRowLink } from "./table-row.tsx";

export type StackedRowProps<Row> = {
  row: Row;
  columns: Column<Row>[];
  /** Counted from 1 including the header; for tables that render only a part of their rows. */
  rowIndex?: number;
  /** For virtual tables, which measure their rows by their place in the list. */
  index?: number;
  ref?: Ref<HTMLTableRowElement>;
};

function PlainStackedRow<Row>({ row, columns, rowIndex, index, ref }: StackedRowProps<Row>) {
  const named = columns.find(({ hideHeader }) => !hideHeader)?.key;
  return (
    <tr
      ref={ref}
      aria-rowindex={rowIndex}
      data-index={index}
      onClick={followRowLink}
      className={cx(
        "group/row relative flex flex-wrap items-baseline gap-x-5 gap-y-1 border-line border-b px-4 py-2 last:border-b-0 hover:bg-hover",
        // Ends the first line, which has the name and the actions.
        "after:order-1 after:basis-full after:content-['']",
        "[&_[title]:not([data-row-link])]:relative has-[[data-row-link]]:[&_[title]]:cursor-pointer",
      )}
    >
      {columns.map(({ key, header, hideHeader = false, cell }) => (
        <td
          key={key}
          data-label={header}
          className={cx(
            "min-w-0 max-w-full break-words [&_.truncate]:whitespace-normal",
            key === named && "grow basis-56",
            key !== named && !hideHeader && "cell-label order-2 flex items-baseline gap-1.5 empty:hidden",
          )}
        >
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** A row of a table that has no room for its columns: the name and the actions in one line, the rest with labels below. */
export const StackedRow = memo(PlainStackedRow) as typeof PlainStackedRow;
