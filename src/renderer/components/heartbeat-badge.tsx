import {
  Activity,
  Ban,
  CircleDashed,
  CircleHelp,
  HeartPulse,
  type LucideIcon,
  SkipForward,
  TriangleAlert,
} from "lucide-react";
import {
  type HeartbeatState,
  type HeartbeatView,
  heartbeatDetails,
  heartbeatLabels,
  heartbeatSourceNote,
} from "../../shared/heartbeats.ts";
import { formatExact, formatRelative } from "../time/format-time.ts";
import { useTimeText } from "../time/use-now.ts";
import { Badge, type Tone } from "./badge.tsx";

export const heartbeatLooks: Record<HeartbeatState, { tone: Tone; icon: LucideIcon; meaning: string }> = {
  running: { tone: "ok", icon: HeartPulse, meaning: "Its last heartbeat ran" },
  failing: { tone: "danger", icon: TriangleAlert, meaning: "Its last heartbeat failed" },
  skipped: { tone: "warn", icon: SkipForward, meaning: "The gateway skipped its last heartbeat" },
  "never-ran": { tone: "neutral", icon: CircleDashed, meaning: "It has a heartbeat that was not due yet" },
  disabled: { tone: "warn", icon: Ban, meaning: "Its heartbeat is switched off on the gateway" },
  none: { tone: "warn", icon: Activity, meaning: "The gateway has no heartbeat for it" },
  unknown: { tone: "neutral", icon: CircleHelp, meaning: "Its heartbeat was not read from the gateway yet" },
};

/** The state of an agent's heartbeat when it was last read, with the gateway's own words. */
export function HeartbeatBadge({ heartbeat }: { heartbeat: HeartbeatView | undefined }) {
  const state = heartbeat?.state ?? "unknown";
  const { tone, icon, meaning } = heartbeatLooks[state];
  const lines = heartbeat ? heartbeatLines(heartbeat) : [];
  return (
    <Badge tone={tone} icon={icon} title={[`${meaning}.`, ...lines].join("\n")}>
      {heartbeatLabels[state]}
    </Badge>
  );
}

/** The gateway's words about a heartbeat as a line that keeps its times current. */
export function HeartbeatDetails({ heartbeat }: { heartbeat: HeartbeatView }) {
  const text = useTimeText((nowMs) => heartbeatDetails(heartbeat, (atMs) => whenText(atMs, nowMs)).join(", "));
  return text === "" ? null : <span>{text}</span>;
}

function heartbeatLines(heartbeat: HeartbeatView): string[] {
  const note = heartbeatSourceNote(heartbeat);
  return [
    ...heartbeatDetails(heartbeat, formatExact),
    `Read ${formatExact(Date.parse(heartbeat.readAt))}`,
    ...(note === null ? [] : [note]),
  ];
}

function whenText(atMs: number, nowMs: number): string {
  return atMs > nowMs ? formatAhead(atMs - nowMs) : formatRelative(atMs, nowMs);
}

/** "in 9 min". */
function formatAhead(aheadMs: number): string {
  const minutes = Math.round(aheadMs / 60_000);
  if (minutes < 1) return "in less than a minute";
  return minutes < 90 ? `in ${minutes} min` : `in ${Math.round(minutes / 60)} h`;
}
