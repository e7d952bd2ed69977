import type { BoardRow } from "../../../shared/views.ts";
import { LabelBadges } from "../../components/labels/label-badges.tsx";
import { PracticeBadge } from "../../components/practice-badge.tsx";
import type { Column } from "../../components/table/column.ts";
import { Link } from "../../router/link.tsx";
import { BoardActions } from "../gateways/page/board-actions.tsx";
import { boardColumns, PausedBadge } from "../gateways/page/board-columns.tsx";

// Narrower than on a gateway's page, to leave room for the gateway column.
const widthsPx: Record<string, number> = { lead: 100, agents: 74, outcome: 185, errors: 65 };
const shared = boardColumns(false)
  .filter(({ key }) => key !== "name" && key !== "actions")
  .map((column) => ({ ...column, ...(widthsPx[column.key] ? { widthPx: widthsPx[column.key] } : {}) }));

const labelColumn: Column<BoardRow> = {
  key: "labels",
  header: "Labels",
  spare: 2,
  widthPx: 100,
  grow: 1,
  cell: ({ labels }) => <LabelBadges labels={labels} />,
  sortBy: ({ labels }) => labels.join(" ") || null,
};

/** The columns of the list of all boards. @param busyGatewayIds gateways with a run in progress: only one can run per gateway */
export function boardListColumns(busyGatewayIds: ReadonlySet<string>, hasLabels: boolean): Column<BoardRow>[] {
  return [
    {
      key: "name",
      header: "Board",
      widthPx: 180,
      grow: 2,
      cell: ({ id, name, isPaused, isPractice, description }) => (
        <span className="flex items-center gap-2">
          <Link to={`/boards/${id}`} plain title={description || name} className="truncate font-semibold">
            {name}
          </Link>
          {isPaused && <PausedBadge compact />}
          {isPractice && <PracticeBadge compact />}
        </span>
      ),
      sortBy: ({ name }) => name,
    },
    {
      key: "gateway",
      header: "Gateway",
      widthPx: 118,
      grow: 1,
      cell: ({ gatewayId, gatewayName }) =>
        gatewayId ? (
          <Link to={`/gateways/${gatewayId}`} plain title={gatewayName ?? undefined} className="block truncate">
            {gatewayName}
          </Link>
        ) : (
          <span className="text-faint">None</span>
        ),
      sortBy: ({ gatewayName }) => gatewayName,
    },
    ...(hasLabels ? [labelColumn] : []),
    ...shared,
    {
      key: "actions",
      header: "Actions",
      hideHeader: true,
      widthPx: 165,
      align: "right",
      cell: (board) => <BoardActions board={board} isBusy={busyGatewayIds.has(board.gatewayId ?? "")} compact />,
    },
  ];
}
