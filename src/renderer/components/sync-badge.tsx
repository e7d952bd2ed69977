import { CircleCheck, CircleHelp, GitCompare, type LucideIcon, TriangleAlert } from "lucide-react";
import type { SyncState } from "../../shared/plan.ts";
import type { DifferingFile, SyncSummary } from "../../shared/views.ts";
import { formatExact, formatRelative, plural } from "../time/format-time.ts";
import { useTimeText } from "../time/use-now.ts";
import { Badge, type Tone } from "./badge.tsx";
import { differingLines } from "./differing-lines.ts";

type Look = { label: string; tone: Tone; icon: LucideIcon; meaning: string };

export const syncLooks: Record<SyncState, Look> = {
  synced: {
    label: "Synced",
    tone: "ok",
    icon: CircleCheck,
    meaning: "The gateway matches the templates and records",
  },
  "out-of-sync": {
    label: "Out of sync",
    tone: "warn",
    icon: GitCompare,
    meaning: "Something on the gateway differs from the templates and records",
  },
  conflict: {
    label: "Conflict",
    tone: "danger",
    icon: TriangleAlert,
    meaning: "A file was edited on the gateway, and its template or record changed as well",
  },
  unknown: {
    label: "Unknown",
    tone: "neutral",
    icon: CircleHelp,
    meaning: "Not compared with the gateway yet",
  },
};

export type SyncBadgeProps = {
  state: SyncState;
  /** When it was last compared; null for never. */
  checkedAt: string | null;
  /** The files that differ and which side changed, where known. */
  differing?: DifferingFile[] | undefined;
};

/** The sync state of one agent, as of its last comparison. */
export function SyncBadge({ state, checkedAt, differing = [] }: SyncBadgeProps) {
  const lines = [syncLooks[state].meaning, ...differingLines(differing)];
  return <StateBadge state={state} lines={lines} checked="Compared" checkedAt={checkedAt} />;
}

/** The sync state of all agents of a board or gateway: the worst one counts. */
export function SyncSummaryBadge({ sync }: { sync: SyncSummary }) {
  const { state, checkedAt } = sync;
  return (
    <StateBadge
      state={state}
      lines={[syncLooks[state].meaning, countWords(sync)]}
      checked="Oldest comparison among them:"
      checkedAt={checkedAt}
    />
  );
}

/** "11 synced, 1 out of sync, 1 unknown, 3 on paused boards"; zero counts are left out. */
export function countWords({ synced, outOfSync, conflict, unknown, paused }: SyncSummary): string {
  const parts: [number, string][] = [
    [synced, "synced"],
    [outOfSync, "out of sync"],
    [conflict, "in conflict"],
    [unknown - paused, "unknown"],
    [paused, "on paused boards, not compared"],
  ];
  const words = parts.flatMap(([count, word]) => (count > 0 ? [`${count.toLocaleString("en")} ${word}`] : []));
  return words.join(", ") || plural(0, "agent");
}

type StateBadgeProps = { state: SyncState; lines: string[]; checked: string; checkedAt: string | null };

function StateBadge({ state, lines, checked, checkedAt }: StateBadgeProps) {
  const { label, tone, icon } = syncLooks[state];
  const atMs = checkedAt === null ? null : Date.parse(checkedAt);
  const ago = useTimeText((nowMs) => (atMs === null ? "" : formatRelative(atMs, nowMs)));
  const when = atMs === null ? "Never compared" : `${checked} ${ago}, ${formatExact(atMs)}`;
  return (
    <Badge tone={tone} icon={icon} title={[...lines, when].join("\n")}>
      {label}
    </Badge>
  );
}
