import { CirclePause } from "lucide-react";
import type { BoardRow } from "../../../../shared/views.ts";
import { Badge } from "../../../components/badge.tsx";
import { OutcomeBadge } from "../../../components/outcome-badge.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { SyncSummaryBadge, syncLooks } from "../../../components/sync-badge.tsx";
import type { Column } from "../../../components/table/column.ts";
import { Link } from "../../../router/link.tsx";
import { Amount } from "../../runs/run-columns.tsx";
import { BoardActions } from "./board-actions.tsx";

/** The columns of a gateway's list of boards. @param isBusy whether a run is in progress on the gateway: only one can run */
export function boardColumns(isBusy: boolean): Column<BoardRow>[] {
  return [
    {
      key: "name",
      header: "Board",
      widthPx: 180,
      grow: 2,
      cell: ({ id, name, isPaused }) => (
        <span className="flex items-center gap-2">
          <Link to={`/boards/${id}`} plain className="truncate font-medium">
            {name}
          </Link>
          {isPaused && <PausedBadge />}
        </span>
      ),
      sortBy: ({ name }) => name,
    },
    {
      key: "lead",
      header: "Lead",
      widthPx: 120,
      grow: 1,
      cell: ({ lead }) =>
        lead ? (
          <Link to={`/agents/${lead.id}`} plain className="block truncate">
            {lead.name}
          </Link>
        ) : (
          <span className="text-faint">None yet</span>
        ),
      sortBy: ({ lead }) => lead?.name ?? null,
    },
    {
      key: "agents",
      header: "Agents",
      widthPx: 76,
      align: "right",
      cell: ({ agents }) => agents.toLocaleString("en"),
      sortBy: ({ agents }) => agents,
    },
    {
      key: "sync",
      header: "Sync state",
      widthPx: 115,
      cell: ({ sync }) => <SyncSummaryBadge sync={sync} />,
      sortBy: ({ sync }) => syncLooks[sync.state].label,
    },
    {
      key: "outcome",
      header: "Last outcome",
      spare: 1,
      widthPx: 190,
      cell: ({ lastOutcome }) =>
        lastOutcome ? (
          <Link to={`/runs/${lastOutcome.runId}`} plain className="inline-flex items-center gap-2">
            <OutcomeBadge outcome={lastOutcome.outcome} />
            <span className="text-faint text-xs">
              <RelativeTime at={lastOutcome.at} />
            </span>
          </Link>
        ) : (
          <span className="text-faint">Never synced</span>
        ),
      sortBy: ({ lastOutcome }) => lastOutcome?.at ?? null,
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
      key: "actions",
      header: "Actions",
      hideHeader: true,
      widthPx: 250,
      align: "right",
      cell: (board) => <BoardActions board={board} isBusy={isBusy} />,
    },
  ];
}

/** Shows that syncs skip a board's agents. */
export function PausedBadge({ compact = false }: { compact?: boolean }) {
  return (
    <Badge
      tone="warn"
      icon={CirclePause}
      title="The latest command in its chat is /pause: syncs skip its agents until /resume"
    >
      <span className={compact ? "sr-only" : ""}>Paused</span>
    </Badge>
  );
}
