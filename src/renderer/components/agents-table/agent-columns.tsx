import { leftOutSentence, modeWords } from "../../../shared/agent-modes.ts";
import { heartbeatLabels } from "../../../shared/heartbeats.ts";
import type { AgentRow } from "../../../shared/views.ts";
import { AgentStatus } from "../agent-status.tsx";
import { Badge } from "../badge.tsx";
import { CheckIn } from "../check-in.tsx";
import { HeartbeatBadge } from "../heartbeat-badge.tsx";
import { LabelBadges } from "../labels/label-badges.tsx";
import { OutcomeBadge } from "../outcome-badge.tsx";
import { PracticeBadge } from "../practice-badge.tsx";
import { SyncBadge, syncLooks } from "../sync-badge.tsx";
import type { Column } from "../table/column.ts";
import { RowLink } from "../table/row-link.tsx";
import { TokenBadge, tokenLooks } from "../token-badge.tsx";

/** The columns of a list of agents. */
export const agentColumns: Column<AgentRow>[] = [
  {
    key: "name",
    header: "Agent",
    widthPx: 160,
    grow: 2,
    cell: ({ id, name, mode, isBoardLead, isMain, isPractice }) => (
      <span className="flex items-center gap-2">
        <RowLink to={`/agents/${id}`} plain title={name} className="truncate font-medium">
          {name}
        </RowLink>
        {isBoardLead && <Badge tone="accent">Lead</Badge>}
        {isMain && <Badge>Main agent</Badge>}
        {mode && <Badge title={leftOutSentence(mode) ?? undefined}>{modeWords[mode].label}</Badge>}
        {isPractice && <PracticeBadge compact />}
      </span>
    ),
    sortBy: ({ name }) => name,
  },
  {
    key: "board",
    header: "Board",
    widthPx: 116,
    grow: 1,
    cell: ({ boardName }) => boardName && <span title={boardName}>{boardName}</span>,
    sortBy: ({ boardName }) => boardName,
  },
  {
    key: "gateway",
    header: "Gateway",
    spare: 2,
    widthPx: 106,
    grow: 1,
    cell: ({ gatewayName }) => <span title={gatewayName}>{gatewayName}</span>,
    sortBy: ({ gatewayName }) => gatewayName,
  },
  {
    key: "status",
    header: "Status",
    widthPx: 118,
    cell: ({ status, lastProvisionError, lastSeenAt }) => (
      <AgentStatus status={status} error={lastProvisionError} lastSeenAt={lastSeenAt} />
    ),
    sortBy: ({ status }) => status,
  },
  {
    key: "seen",
    header: "Check-in",
    widthPx: 148,
    cell: ({ lastSeenAt }) => <CheckIn lastSeenAt={lastSeenAt} />,
    sortBy: ({ lastSeenAt }) => lastSeenAt,
  },
  {
    key: "token",
    header: "Token",
    widthPx: 118,
    cell: ({ token }) => <TokenBadge token={token} />,
    sortBy: ({ token }) => tokenLooks[token].label,
  },
  {
    key: "sync",
    header: "Sync state",
    widthPx: 116,
    cell: ({ syncState, syncCheckedAt, differing }) => (
      <SyncBadge state={syncState} checkedAt={syncCheckedAt} differing={differing} />
    ),
    sortBy: ({ syncState }) => syncLooks[syncState].label,
  },
  {
    key: "heartbeat",
    header: "Heartbeat",
    widthPx: 122,
    cell: ({ heartbeat }) => <HeartbeatBadge heartbeat={heartbeat} />,
    sortBy: ({ heartbeat }) => heartbeatLabels[heartbeat?.state ?? "unknown"],
  },
  {
    key: "labels",
    header: "Labels",
    spare: 3,
    widthPx: 120,
    grow: 1,
    cell: ({ labels, boardLabels }) => <LabelBadges labels={labels ?? []} boardLabels={boardLabels ?? []} />,
    sortBy: ({ labels, boardLabels }) => (labels ?? boardLabels)?.join(" ") ?? null,
  },
  {
    key: "outcome",
    header: "Last sync",
    spare: 1,
    widthPx: 128,
    cell: ({ lastOutcome }) =>
      lastOutcome ? <OutcomeBadge outcome={lastOutcome} /> : <span className="text-faint">Never</span>,
    sortBy: ({ lastOutcome }) => lastOutcome,
  },
];
