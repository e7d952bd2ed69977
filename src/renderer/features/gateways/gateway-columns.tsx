import { RefreshCw } from "lucide-react";
import type { GatewayRow } from "../../../shared/views.ts";
import { Button } from "../../components/button.tsx";
import { cx } from "../../components/cx.ts";
import { RunStatusBadge } from "../../components/outcome-badge.tsx";
import { PracticeBadge } from "../../components/practice-badge.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { SyncSummaryBadge, syncLooks } from "../../components/sync-badge.tsx";
import type { Column } from "../../components/table/column.ts";
import { RowLink } from "../../components/table/row-link.tsx";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { Amount } from "../runs/run-columns.tsx";
import { startSync } from "../runs/start-sync.ts";
import { connectionLooks } from "./connection-looks.ts";
import { ConnectionState, Latency } from "./connection-state.tsx";
import { EnvironmentBadge, LabelMark } from "./gateway-label.tsx";

/** The columns of the list of gateways. */
export const gatewayColumns: Column<GatewayRow>[] = [
  {
    key: "name",
    header: "Gateway",
    widthPx: 220,
    grow: 1,
    cell: (gateway) => <NameCell gateway={gateway} />,
    sortBy: ({ name }) => name,
  },
  {
    key: "state",
    header: "State",
    widthPx: 142,
    cell: ({ connection }) => (
      <span className="flex flex-col">
        <ConnectionState connection={connection} />
        <span className="tabular truncate text-faint text-xs">{versionWords(connection)}</span>
      </span>
    ),
    sortBy: ({ connection }) => connectionLooks[connection.state].label,
  },
  {
    key: "latency",
    header: "Latency",
    spare: 1,
    widthPx: 130,
    cell: ({ connection }) => <Latency latenciesMs={connection.latenciesMs} />,
    sortBy: ({ connection }) => connection.latenciesMs.at(-1) ?? null,
  },
  {
    key: "agents",
    header: "Agents",
    widthPx: 85,
    align: "right",
    cell: ({ agents, boards }) => (
      <span className="flex flex-col">
        <span className="tabular">{agents.toLocaleString("en")}</span>
        <span className="truncate text-faint text-xs">{plural(boards, "board")}</span>
      </span>
    ),
    sortBy: ({ agents }) => agents,
  },
  {
    key: "sync-state",
    header: "Sync state",
    widthPx: 115,
    cell: ({ sync }) => <SyncSummaryBadge sync={sync} />,
    sortBy: ({ sync }) => syncLooks[sync.state].label,
  },
  {
    key: "sync",
    header: "Last run",
    widthPx: 150,
    cell: ({ lastRun }) => <LastRun lastRun={lastRun} />,
    sortBy: ({ lastRun }) => lastRun?.startedAt ?? null,
  },
  {
    key: "errors",
    header: "Errors",
    widthPx: 65,
    align: "right",
    cell: ({ errors }) => <Amount value={errors} className="font-medium text-danger" />,
    sortBy: ({ errors }) => errors,
  },
  {
    key: "actions",
    header: "Actions",
    hideHeader: true,
    widthPx: 112,
    align: "right",
    cell: (gateway) => <SyncCell gateway={gateway} />,
  },
];

/** "2026.9.6, current": version and dialect, as far as they are known. */
function versionWords({ version, dialect }: GatewayRow["connection"]): string {
  return [version, dialect].filter(Boolean).join(", ");
}

function NameCell({ gateway }: { gateway: GatewayRow }) {
  const { id, name, url, label, isPractice } = gateway;
  return (
    <span className="flex items-center gap-3">
      <LabelMark label={label} />
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
          <RowLink to={`/gateways/${id}`} plain title={name} className="truncate font-semibold">
            {name}
          </RowLink>
          <EnvironmentBadge label={label} />
          {isPractice && <PracticeBadge />}
        </span>
        <code className="truncate text-faint text-xs">{url || "no address"}</code>
      </span>
    </span>
  );
}

/** A link to the latest run of a gateway. */
export function LastRun({ lastRun, inline = false }: Pick<GatewayRow, "lastRun"> & { inline?: boolean }) {
  if (!lastRun) return <span className="text-faint">Never</span>;
  return (
    <Link
      to={`/runs/${lastRun.runId}`}
      plain
      className={cx("relative z-1 inline-flex", inline ? "items-center gap-2" : "flex-col items-start gap-0.5")}
    >
      <RunStatusBadge run={lastRun} />
      <span className="text-faint text-xs">
        <RelativeTime at={lastRun.startedAt} />
      </span>
    </Link>
  );
}

function SyncCell({ gateway: { id, name, runningRunId } }: { gateway: GatewayRow }) {
  const look = { size: "sm", className: "relative z-1" } as const;
  if (runningRunId) {
    return (
      <Button {...look} aria-label={`Watch the run of ${name}`} onClick={() => navigate(`/runs/${runningRunId}`)}>
        Watch run
      </Button>
    );
  }
  return (
    <Button {...look} icon={RefreshCw} aria-label={`Sync ${name}`} onClick={() => void startSync({ gatewayId: id })}>
      Sync
    </Button>
  );
}
