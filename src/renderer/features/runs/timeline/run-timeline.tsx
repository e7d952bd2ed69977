import { Activity } from "lucide-react";
import { useMemo } from "react";
import type { CallBucket, RunRow } from "../../../../shared/run-views.ts";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import type { Column } from "../../../components/table/column.ts";
import { Table } from "../../../components/table/table.tsx";
import { formatDuration, formatPassing, plural } from "../../../time/format-time.ts";
import { Amount } from "../run-columns.tsx";
import { layOutTimeline, type MethodSum, sumByMethod, type TimelineLayout } from "./lay-out-timeline.ts";

export type RunTimelineProps = { timeline: CallBucket[]; run: Pick<RunRow, "status"> };

/** The calls of a run over time and by method. */
export function RunTimeline({ timeline, run }: RunTimelineProps) {
  const layout = useMemo(() => layOutTimeline(timeline), [timeline]);
  const methods = useMemo(() => sumByMethod(timeline), [timeline]);
  if (timeline.length === 0) {
    return (
      <EmptyState
        icon={Activity}
        title={run.status === "running" ? "No call has been made yet" : "No calls of this run are stored"}
      >
        Calls to the gateway are shown here as they are made, second by second.
      </EmptyState>
    );
  }
  const { columns, slots, secondsPerColumn, highest } = layout;
  const unit = secondsPerColumn === 1 ? "second" : `${secondsPerColumn} seconds`;
  return (
    <div className="flex flex-col gap-4">
      <Card title="Calls over time" note={`At most ${plural(highest, "call")} in one ${unit}; failed ones in red`}>
        <Bars columns={columns} slots={slots} highest={highest} />
        <div className="tabular mt-1 flex justify-between text-faint text-xs">
          <span>0 s</span>
          <span>{formatPassing(slots * secondsPerColumn * 1_000)}</span>
        </div>
      </Card>
      <Card title="By method" note={plural(methods.length, "method")} flush>
        <Table label="Calls by method" columns={methodColumns} rows={methods} rowKey={({ method }) => method} />
      </Card>
    </div>
  );
}

const barHeight = 100;

function Bars({ columns, slots, highest }: Pick<TimelineLayout, "columns" | "slots" | "highest">) {
  const total = columns.reduce((sum, { calls }) => sum + calls, 0);
  const heightOf = (calls: number) => (calls / highest) * barHeight;
  return (
    <svg
      role="img"
      aria-label={`${plural(total, "call")} in ${plural(columns.length, "column")}; the table below has the figures`}
      viewBox={`0 0 ${slots} ${barHeight}`}
      preserveAspectRatio="none"
      className="h-28 w-full border-line border-b"
    >
      {columns.map(({ fromSecond, calls, failed }, index) => (
        <g key={fromSecond}>
          <title>{`From second ${fromSecond}: ${plural(calls, "call")}, ${failed.toLocaleString("en")} failed`}</title>
          <rect x={index} y={0} width={1} height={barHeight} className="fill-transparent" />
          <rect
            x={index + 0.1}
            y={barHeight - heightOf(calls)}
            width={0.8}
            height={heightOf(calls)}
            className="fill-blue-mark"
          />
          <rect
            x={index + 0.1}
            y={barHeight - heightOf(failed)}
            width={0.8}
            height={heightOf(failed)}
            className="fill-danger-mark"
          />
        </g>
      ))}
    </svg>
  );
}

const methodColumns: Column<MethodSum>[] = [
  { key: "method", header: "Method", cell: ({ method }) => <code>{method}</code>, sortBy: ({ method }) => method },
  {
    key: "calls",
    header: "Calls",
    widthPx: 110,
    align: "right",
    cell: ({ calls }) => calls.toLocaleString("en"),
    sortBy: ({ calls }) => calls,
  },
  {
    key: "failed",
    header: "Failed",
    widthPx: 110,
    align: "right",
    cell: ({ failed }) => <Amount value={failed} className="font-medium text-danger" />,
    sortBy: ({ failed }) => failed,
  },
  {
    key: "average",
    header: "On average",
    widthPx: 130,
    align: "right",
    cell: ({ averageMs }) => formatDuration(averageMs),
    sortBy: ({ averageMs }) => averageMs,
  },
  {
    key: "max",
    header: "At most",
    widthPx: 130,
    align: "right",
    cell: ({ maxMs }) => formatDuration(maxMs),
    sortBy: ({ maxMs }) => maxMs,
  },
];
