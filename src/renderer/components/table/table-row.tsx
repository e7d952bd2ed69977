import { type MouseEvent, memo } from "react";
import { cx } from "../cx.ts";
import type { Column } from "./column.ts";

type TableRowProps<Row> = {
  row: Row;
  columns: Column<Row>[];
  /** Counted from 1 including the header; for tables that render only a part of their rows. */
  rowIndex?: number;
  /** All rows of a virtual table have the same height. */
  heightPx?: number;
};

function PlainRow<Row>({ row, columns, rowIndex, heightPx }: TableRowProps<Row>) {
  return (
    <tr
      aria-rowindex={rowIndex}
      style={heightPx ? { height: heightPx } : undefined}
      onClick={followRowLink}
      className={cx(
        "group/row relative hover:bg-hover",
        "[&_[title]:not([data-row-link])]:relative has-[[data-row-link]]:[&_[title]]:cursor-pointer",
      )}
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

/** Elements with a tooltip lie above the link that fills the row. A click on them is passed to that link. */
export function followRowLink({
  target,
  currentTarget: row,
  ctrlKey,
  metaKey,
  shiftKey,
}: MouseEvent<HTMLTableRowElement>) {
  if (!(target instanceof Element) || target.closest("a, button, input, select")) return;
  // A menu of the row is outside its DOM element, but React passes its clicks through here.
  const titled = target.closest("[title]");
  if (!titled || !row.contains(titled)) return;
  const click = new window.MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey });
  row.querySelector("a[data-row-link]")?.dispatchEvent(click);
}

/** A table row; it renders again only when its data or the columns change. */
export const TableRow = memo(PlainRow) as typeof PlainRow;
