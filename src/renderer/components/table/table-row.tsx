import { memo } from "react";
import { cx } from "../cx.ts";
import type { Column } from "./column.ts";

type TableRowProps<Row> = {
  row: Row;
  columns: Column<Row>[];
  /** From 1, the header's included; for tables of which only a part is on screen. */
  rowIndex?: number;
  /** All rows of a virtual table have the same height. */
  heightPx?: number;
};

function PlainRow<Row>({ row, columns, rowIndex, heightPx }: TableRowProps<Row>) {
  return (
    <tr
      aria-rowindex={rowIndex}
      style={heightPx ? { height: heightPx } : undefined}
      className="group/row relative hover:bg-hover"
    >
      {columns.map(({ key, align, cell }) => (
        <td
          key={key}
          className={cx(
            "overflow-hidden text-ellipsis border-line border-b px-3 first:pl-4 last:pr-4 group-last/row:border-b-0",
            heightPx ? "whitespace-nowrap py-0" : "py-2",
            align === "right" && "text-right",
          )}
        >
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** A row renders again only when its data or the columns change. */
export const TableRow = memo(PlainRow) as typeof PlainRow;
