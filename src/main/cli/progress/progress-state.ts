import { type Outcome, pendingText, type RunEvent, type RunPhase } from "../../../shared/sync.ts";

/** The progress of a run, gathered from its events. */
export type ProgressState = {
  gatewayName: string;
  /** What the gateway reported about itself, once connected. */
  gateway: { version: string | null; dialect: string | null } | null;
  phase: RunPhase;
  agents: number;
  read: number;
  counts: Record<Outcome, number>;
  /** Set while the gateway is away, asks us to wait, or is slow to answer a call (attempt 0). */
  waiting: { attempt: number; reason: string; nextTryAtMs: number } | null;
  isCancelling: boolean;
};

export function initialProgress(): ProgressState {
  return {
    gatewayName: "",
    gateway: null,
    phase: "connecting",
    agents: 0,
    read: 0,
    counts: { updated: 0, unchanged: 0, skipped: 0, failed: 0, "not-attempted": 0 },
    waiting: null,
    isCancelling: false,
  };
}

/** The state after an event. `nowMs` is the time of the event. */
export function advance(state: ProgressState, event: RunEvent, nowMs: number): ProgressState {
  switch (event.type) {
    case "started":
      return { ...state, gatewayName: event.gatewayName };
    case "scope":
      return { ...state, agents: event.agents.length };
    case "phase":
      return { ...state, phase: event.phase };
    case "gateway-connected":
      return { ...state, gateway: { version: event.version, dialect: event.dialect }, waiting: null };
    case "gateway-waiting": {
      const { attempt, reason, nextTryInMs } = event;
      return { ...state, waiting: { attempt, reason, nextTryAtMs: nowMs + nextTryInMs } };
    }
    case "call-pending":
      return { ...state, waiting: { attempt: 0, reason: pendingText(event), nextTryAtMs: nowMs } };
    case "call":
      return event.ok && state.waiting ? { ...state, waiting: null } : state;
    case "agent-state":
      return event.state === "reading" ? { ...state, read: state.read + 1 } : state;
    case "agent-outcome": {
      const { outcome } = event.outcome;
      return { ...state, counts: { ...state.counts, [outcome]: state.counts[outcome] + 1 } };
    }
    case "error":
    case "ended":
      return state;
  }
}

export function doneOf({ counts }: ProgressState): number {
  return Object.values(counts).reduce((sum, amount) => sum + amount, 0);
}

const phaseTexts: Record<RunPhase, string> = {
  connecting: "connecting",
  reading: "reading what is there",
  planning: "planning",
  "writing-config": "configuration",
  "writing-files": "files",
  finishing: "finishing",
  done: "done",
};

export function phaseText(phase: RunPhase): string {
  return phaseTexts[phase];
}

function whatWaits(reason: string): string {
  if (/rate limit/i.test(reason)) return "gateway asks us to wait";
  return /while other calls were answered/.test(reason) ? "an answer was lost" : "gateway away";
}

/** "gateway away: attempt 3, next try in 12 s (connect ECONNREFUSED ...)". */
export function waitingText(waiting: { attempt: number; reason: string }, nextTryInMs: number): string {
  if (waiting.attempt === 0) return waiting.reason;
  const what = whatWaits(waiting.reason);
  const seconds = Math.ceil(nextTryInMs / 1000);
  const next = seconds > 0 ? `next try in ${seconds} s` : "trying now";
  return `${what}: attempt ${waiting.attempt}, ${next} (${waiting.reason})`;
}
