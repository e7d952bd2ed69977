import {
  type AgentOutcome,
  pendingText,
  type RunError,
  type RunEvent,
  type RunPhase,
  type SyncReport,
} from "../../shared/sync.ts";
import type { RunAgentState, RunBatch, RunRow, RunSnapshot } from "../../shared/views.ts";
import { CallTimeline } from "./call-timeline.ts";

type KeptEvent = Exclude<RunEvent, { type: "call" }>;
type Waiting = NonNullable<RunSnapshot["waiting"]>;
/** `waiting` is the state at the event; the time in a `gateway-waiting` event is relative to the moment it is sent. */
type Entry = { seq: number; event: KeptEvent; waiting: Waiting | null };

/** A larger batch would block a window while it processes it; a slow one gets more batches instead. */
export const mostEvents = 500;

/**
 * A run in progress: all its events with their sequence numbers, and the resulting state. Kept complete until the run has
 * ended, so that a follower who lost the connection can catch up.
 */
export class LiveRun {
  readonly row: RunRow;
  readonly #startedAtMs = performance.now();
  readonly #entries: Entry[] = [];
  readonly #agents = new Map<string, RunAgentState>();
  readonly #errors: RunError[] = [];
  readonly #timeline = new CallTimeline();
  #seq = 0;
  #phase: RunPhase = "connecting";
  #waiting: Waiting | null = null;
  #gateway: RunSnapshot["gateway"] = { version: null, dialect: null };
  #report: SyncReport | null = null;
  #progressShownAtMs = 0;
  readonly #wakers = new Set<() => void>();

  /** @param row as the database has it at the start of the run. */
  constructor(row: RunRow) {
    this.row = { ...row, counts: { ...row.counts } };
  }

  get seq(): number {
    return this.#seq;
  }

  get hasEnded(): boolean {
    return this.row.status !== "running";
  }

  get timeline() {
    return this.#timeline.changedBetween(0, this.#seq);
  }

  /** True at most once in `everyMs`. */
  isProgressDue(everyMs: number): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#progressShownAtMs < everyMs) return false;
    this.#progressShownAtMs = nowMs;
    return true;
  }

  push(event: RunEvent): void {
    this.#seq += 1;
    if (event.type === "call") {
      const second = Math.floor((performance.now() - this.#startedAtMs) / 1000);
      this.#timeline.add(event, second, this.#seq);
      if (event.ok) this.#waiting = null;
    } else {
      this.#advance(event);
      this.#entries.push({ seq: this.#seq, event: slim(event), waiting: this.#waiting });
    }
    for (const wake of this.#wakers) wake();
  }

  /** Resolves when the next event comes, or when `signal` aborts. */
  moved(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wakers.delete(wake);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      this.#wakers.add(wake);
      signal?.addEventListener("abort", wake);
    });
  }

  /** The events after `afterSeq`, at most `mostEvents`, or null when there are none. */
  batchAfter(afterSeq: number): RunBatch | null {
    if (afterSeq >= this.#seq) return null;
    const first = this.#firstAfter(afterSeq);
    const entries = this.#entries.slice(first, first + mostEvents);
    const last = this.#entries.length > first + mostEvents ? entries.at(-1) : undefined;
    const toSeq = last?.seq ?? this.#seq;
    return {
      fromSeq: afterSeq + 1,
      toSeq,
      events: entries.map(atThisMoment),
      calls: this.#timeline.changedBetween(afterSeq, toSeq),
      waiting: last ? last.waiting : this.#waiting,
    };
  }

  /** A copy: the counts keep changing. */
  currentRow(): RunRow {
    return { ...this.row, counts: { ...this.row.counts } };
  }

  snapshot(): RunSnapshot {
    return {
      run: this.currentRow(),
      seq: this.#seq,
      phase: this.#phase,
      agents: [...this.#agents.values()],
      errors: [...this.#errors],
      waiting: this.#waiting,
      gateway: this.#gateway,
      report: this.#report && slimReport(this.#report),
      timeline: this.timeline,
    };
  }

  #advance(event: KeptEvent): void {
    switch (event.type) {
      case "started":
        break;
      case "phase":
        this.#phase = event.phase;
        break;
      case "scope":
        for (const { agentId, agentName, boardId, isMain } of event.agents) {
          this.#agents.set(agentId, { agentId, agentName, boardId, isMain, state: "waiting" });
        }
        break;
      case "agent-state": {
        const agent = this.#agents.get(event.agentId);
        if (agent && agent.state !== "done") this.#agents.set(event.agentId, { ...agent, state: event.state });
        break;
      }
      case "agent-outcome":
        this.#settle(event.outcome);
        break;
      case "error":
        this.#errors.push(event.error);
        this.row[event.error.severity === "error" ? "errors" : "warnings"] += 1;
        break;
      case "gateway-waiting":
        this.#waiting = {
          attempt: event.attempt,
          reason: event.reason,
          nextTryAtMs: Date.now() + Math.round(event.nextTryInMs),
        };
        break;
      case "call-pending":
        this.#waiting = {
          attempt: 0,
          reason: pendingText(event),
          nextTryAtMs: Date.now() + event.limitMs - event.waitedMs,
        };
        break;
      case "gateway-connected":
        this.#gateway = { version: event.version, dialect: event.dialect };
        this.#waiting = null;
        break;
      case "ended":
        this.#phase = "done";
        this.#waiting = null;
        this.#report = event.report;
        this.row.status = event.status;
        this.row.endedAt = new Date().toISOString();
        break;
    }
  }

  #settle(outcome: AgentOutcome): void {
    const { agentId, agentName, boardId, isMain } = outcome;
    this.#agents.set(agentId, { agentId, agentName, boardId, isMain, state: "done", outcome });
    this.row.counts[outcome.outcome] += 1;
  }

  /** The position of the first entry after `seq`; entries are in order of their numbers. */
  #firstAfter(seq: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.seq ?? 0) > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The report repeats every outcome and error, which followers have already. */
function slim(event: KeptEvent): KeptEvent {
  return event.type === "ended" ? { ...event, report: slimReport(event.report) } : event;
}

export function slimReport(report: SyncReport): SyncReport {
  return { ...report, agents: [], errors: [] };
}

function atThisMoment({ event, waiting }: Entry): KeptEvent {
  if (event.type !== "gateway-waiting" || !waiting) return event;
  return { ...event, nextTryInMs: Math.max(0, waiting.nextTryAtMs - Date.now()) };
}
