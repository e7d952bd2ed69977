/**
 * What an agent's heartbeat does on its gateway, independent of the sync state: an agent can match its templates and never wake.
 * `failing` and `skipped` are about the last time it was due; `none` means that the gateway has no heartbeat for the agent, and
 * `unknown` that it was not read yet.
 */
export const heartbeatStates = ["running", "failing", "skipped", "never-ran", "disabled", "none", "unknown"] as const;
export type HeartbeatState = (typeof heartbeatStates)[number];

/** An agent's heartbeat as the gateway reported it. */
export type HeartbeatHealth = {
  state: Exclude<HeartbeatState, "unknown">;
  /** Why it was skipped or failed, in the gateway's own words. */
  reason: string | null;
  lastRunAtMs: number | null;
  nextRunAtMs: number | null;
  /** How long the last turn took. */
  lastDurationMs: number | null;
  everyMs: number | null;
  /** Gateways before 2026.8.1 list no heartbeats: there it is derived from the agent's sessions, which also show other turns. */
  source: "automation" | "sessions";
};

/** The same, with the time when it was read. */
export type HeartbeatView = HeartbeatHealth & { readAt: string };

/** The heartbeats of the agents of a gateway, counted by state. */
export type HeartbeatSummary = Record<HeartbeatState, number> & {
  /** The oldest reading among them; null when none was read. */
  readAt: string | null;
};

/** The agent has no heartbeat on its gateway. */
export function noHeartbeat(source: HeartbeatHealth["source"]): HeartbeatHealth {
  return {
    state: "none",
    reason: null,
    lastRunAtMs: null,
    nextRunAtMs: null,
    lastDurationMs: null,
    everyMs: null,
    source,
  };
}

/** Each state in the words of window and command line. */
export const heartbeatLabels: Record<HeartbeatState, string> = {
  running: "Running",
  failing: "Failing",
  skipped: "Skipped",
  "never-ran": "Never ran",
  disabled: "Disabled",
  none: "No heartbeat",
  unknown: "Not read yet",
};

/** What the gateway says about a heartbeat, besides its state: the reason, and when it ran last and runs next. */
export function heartbeatDetails(
  { reason, lastRunAtMs, nextRunAtMs, source }: HeartbeatHealth,
  when: (atMs: number) => string,
): string[] {
  const last = source === "sessions" ? "last turn" : "last";
  return [
    ...(reason === null ? [] : [reason]),
    ...(lastRunAtMs === null ? [] : [`${last} ${when(lastRunAtMs)}`]),
    ...(nextRunAtMs === null ? [] : [`next ${when(nextRunAtMs)}`]),
  ];
}

/** What the source of a state means for the reader; null where the gateway lists its heartbeats. */
export function heartbeatSourceNote({ source }: HeartbeatHealth): string | null {
  return source === "sessions"
    ? "Read from the agent's sessions, because this version of OpenClaw lists no heartbeats; other turns count as well."
    : null;
}
