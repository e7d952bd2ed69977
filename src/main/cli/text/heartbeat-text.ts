import { type HeartbeatView, heartbeatLabels, heartbeatSourceNote } from "../../../shared/heartbeats.ts";
import { listNames } from "../../../shared/list-names.ts";
import { oneLine } from "./plain.ts";
import type { Cell } from "./text-table.ts";

const agentsShown = 6;

/** An agent's heartbeat for a table: "skipped 1 min ago, next in 9 min". */
export function heartbeatCell(heartbeat: HeartbeatView | undefined, nowMs: number): Cell {
  if (!heartbeat) return { text: heartbeatLabels.unknown.toLowerCase(), style: "dim" };
  const { state, lastRunAtMs, nextRunAtMs } = heartbeat;
  const last = lastRunAtMs === null ? "" : ` ${relativeTime(lastRunAtMs, nowMs)}`;
  const next = nextRunAtMs === null ? "" : `, next ${relativeTime(nextRunAtMs, nowMs)}`;
  const text = `${heartbeatLabels[state].toLowerCase()}${last}${next}`;
  const style = styles[state];
  return style ? { text, style } : text;
}

/** Why heartbeats were skipped or failed, in the gateway's words and with the agents, and where they were read from. */
export function heartbeatReasonLines(agents: readonly { name: string; heartbeat: HeartbeatView | null }[]): string[] {
  const withReason = agents.flatMap(({ name, heartbeat }) => (heartbeat?.reason ? [{ name, ...heartbeat }] : []));
  const groups = Map.groupBy(withReason, ({ state, reason }) => `${heartbeatLabels[state]}: ${reason}`);
  const notes = new Set(agents.flatMap(({ heartbeat }) => (heartbeat ? (heartbeatSourceNote(heartbeat) ?? []) : [])));
  return [
    ...[...groups].map(([why, those]) =>
      oneLine(
        `${why} (${listNames(
          those.map(({ name }) => name),
          agentsShown,
        )})`,
      ),
    ),
    ...notes,
  ];
}

const styles: Partial<Record<HeartbeatView["state"], "red" | "yellow">> = {
  failing: "red",
  skipped: "yellow",
  disabled: "yellow",
  none: "yellow",
};

const units = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
  { ms: 1000, name: "s" },
];

/** "2 min ago", "in 8 min", "now". */
export function relativeTime(atMs: number, nowMs: number): string {
  const awayMs = Math.abs(atMs - nowMs);
  const unit = units.find(({ ms }) => awayMs >= ms);
  if (!unit) return "now";
  const amount = `${Math.floor(awayMs / unit.ms)} ${unit.name}`;
  return atMs > nowMs ? `in ${amount}` : `${amount} ago`;
}
