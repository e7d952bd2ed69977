import { runLabel } from "../../../shared/run-kinds.ts";
import type { RunRow } from "../../../shared/run-views.ts";
import { outcomes } from "../../../shared/sync.ts";
import { Badge } from "../../components/badge.tsx";
import { RunStatusBadge, runLook } from "../../components/outcome-badge.tsx";
import { Progress } from "../../components/progress.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import type { Column } from "../../components/table/column.ts";
import { RowLink } from "../../components/table/row-link.tsx";
import { describeOptions } from "./describe-run.ts";
import { RunDuration } from "./run-duration.tsx";

const endedMs = ({ startedAt, endedAt }: RunRow) => (endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : null);
const totalOf = ({ counts }: RunRow) => outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);

/** The columns of a list of runs. */
export const runColumns: Column<RunRow>[] = [
  {
    key: "what",
    header: "Run",
    widthPx: 200,
    grow: 2,
    cell: (run) => (
      <span className="flex items-center gap-2">
        <RowLink to={`/runs/${run.id}`} plain className="shrink-0 font-medium">
          {runLabel(run)}
        </RowLink>
        {run.isPinned && <Badge>Pinned</Badge>}
        {describeOptions(run.options).map((words) => (
          <Badge key={words}>{words}</Badge>
        ))}
      </span>
    ),
    sortBy: runLabel,
  },
  {
    key: "gateway",
    header: "Gateway",
    widthPx: 130,
    grow: 1,
    cell: ({ gatewayName }) => <span title={gatewayName}>{gatewayName}</span>,
    sortBy: ({ gatewayName }) => gatewayName,
  },
  {
    key: "status",
    header: "Status",
    widthPx: 155,
    cell: (run) => <RunStatusBadge run={run} />,
    sortBy: (run) => runLook(run).label,
  },
  {
    key: "agents",
    header: "Agents",
    widthPx: 145,
    cell: (run) => (
      <span className="flex items-center gap-2">
        <span className="tabular w-12 text-right">{totalOf(run).toLocaleString("en")}</span>
        <span className="w-16">
          <Progress slim label="Outcomes" counts={run.counts} total={totalOf(run)} run={run} />
        </span>
      </span>
    ),
    sortBy: totalOf,
  },
  {
    key: "errors",
    header: "Errors",
    widthPx: 70,
    align: "right",
    cell: ({ errors }) => <Amount value={errors} className="font-medium text-danger" />,
    sortBy: ({ errors }) => errors,
  },
  {
    key: "warnings",
    header: "Warnings",
    widthPx: 90,
    align: "right",
    cell: ({ warnings }) => <Amount value={warnings} className="text-warn" />,
    sortBy: ({ warnings }) => warnings,
  },
  {
    key: "duration",
    header: "Duration",
    spare: 2,
    widthPx: 95,
    align: "right",
    cell: (run) => <RunDuration run={run} />,
    sortBy: endedMs,
  },
  {
    key: "started",
    header: "Started",
    widthPx: 105,
    cell: (run) => <RelativeTime at={run.startedAt} />,
    sortBy: ({ startedAt }) => startedAt,
  },
  {
    key: "by",
    header: "By",
    spare: 1,
    widthPx: 90,
    cell: ({ startedBy }) => <span title={startedBy}>{startedBy}</span>,
    sortBy: ({ startedBy }) => startedBy,
  },
];

/** A count; zero is shown in a muted colour. */
export function Amount({ value, className }: { value: number; className?: string }) {
  return <span className={value > 0 ? className : "text-faint"}>{value.toLocaleString("en")}</span>;
}
