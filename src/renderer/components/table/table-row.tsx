import { type MouseEvent, memo } from "react";
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

/** Words that show on hover lie over the link that fills the row, or nobody would see them. A click on them is meant for it. */
function followRowLink({ target, currentTarget: row, ctrlKey, metaKey, shiftKey }: MouseEvent<HTMLTableRowElement>) {
  if (!(target instanceof Element) || target.closest("a, button, input, select")) return;
  // A menu of the row is not inside it, though its clicks come by here.
  const titled = target.closest("[title]");
  if (!titled || !row.contains(titled)) return;
  const click = new window.MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey });
  row.querySelector("a[data-row-link]")?.dispatchEvent(click);
}

/** A row renders again only when its data or the columns change. */
export const TableRow = memo(PlainRow) as typeof PlainRow;
