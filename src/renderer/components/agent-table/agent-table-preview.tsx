import { useMemo } from "react";
import type { AgentTableReport, AgentTableRow } from "../../../shared/agent-table.ts";
import type { Column } from "../table/column.ts";
import { Table } from "../table/table.tsx";

/** More rows than this are not shown, unless something is wrong with them. */
const mostShown = 100;

/** The rows of a table of agents as they were read, with what is wrong beside each. */
export function AgentTablePreview({ report }: { report: AgentTableReport }) {
  const { columns, rows } = report;
  const shown = rows.filter((row, index) => index < mostShown || row.faults.length > 0).slice(0, 2 * mostShown);
  const hasFaults = rows.some(({ faults }) => faults.length > 0);
  const names = columns.join("\n");
  const shownColumns = useMemo(() => columnsFor(names.split("\n"), hasFaults), [names, hasFaults]);
  return (
    <div className="rounded-lg border border-line">
      <Table label="Agents of the table" columns={shownColumns} rows={shown} rowKey={({ row }) => String(row)} />
      {shown.length < rows.length && (
        <p className="border-line border-t px-3 py-2 text-muted text-xs">
          And {(rows.length - shown.length).toLocaleString("en")} more.
        </p>
      )}
    </div>
  );
}

function columnsFor(names: string[], hasFaults: boolean): Column<AgentTableRow>[] {
  const number: Column<AgentTableRow> = {
    key: "row",
    header: "Row",
    widthPx: 52,
    cell: ({ row }) => <span className="tabular text-faint">{row}</span>,
  };
  const wrong: Column<AgentTableRow> = {
    key: "faults",
    header: "To correct",
    widthPx: 190,
    grow: 3,
    cell: ({ faults }) => <span className="break-words text-danger text-xs">{faults.join(" ")}</span>,
  };
  return [
    number,
    ...names.map((name, index): Column<AgentTableRow> => {
      return {
        key: `${index} ${name}`,
        header: name,
        widthPx: 110,
        grow: 1,
        cell: ({ cells }) => (
          <span className="block truncate" title={cells[index]}>
            {cells[index]}
          </span>
        ),
      };
    }),
    ...(hasFaults ? [wrong] : []),
  ];
}
