import { noCounts, noFacts, RunDraft, type RunFacts } from "../../../shared/run-draft.ts";
import type { RunEvent, RunPhase } from "../../../shared/sync.ts";

/** The progress of a run, gathered from its events. */
export type ProgressState = {
  gatewayName: string;
  /** How many agents have been read, or are being read. */
  read: number;
  isCancelling: boolean;
  facts: RunFacts;
};

export class ProgressTracker {
  readonly state: ProgressState;
  readonly #draft = new RunDraft(
    noFacts({ status: "running", endedAt: null, counts: noCounts, errors: 0, warnings: 0 }),
  );

  constructor() {
    this.state = { gatewayName: "", read: 0, isCancelling: false, facts: this.#draft.facts };
  }

  /** @param nowMs the time of the event, on the clock with which `liveLines` draws */
  push(event: RunEvent, nowMs: number): void {
    this.#draft.apply(event, nowMs);
    if (event.type === "started") this.state.gatewayName = event.gatewayName;
    if (event.type === "agent-state" && event.state === "reading") this.state.read += 1;
  }
}

const phaseTexts: Record<RunPhase, string> = {
  connecting: "connecting",
  reading: "reading what is there",
  planning: "planning",
  "writing-config": "configuration",
  "writing-files": "files",
  waking: "waking",
  "checking-in": "waiting for check-ins",
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
