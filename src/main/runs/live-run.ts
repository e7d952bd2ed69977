import { noFacts, RunDraft } from "../../shared/run-draft.ts";
import type { RunBatch, RunRow, RunSnapshot } from "../../shared/run-views.ts";
import type { RunEvent, SyncReport } from "../../shared/sync.ts";
import { awake } from "../awake/awake.ts";
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
  readonly #draft: RunDraft<RunRow>;
  readonly #startedAtMs = awake.nowMs();
  readonly #entries: Entry[] = [];
  readonly #timeline = new CallTimeline();
  #seq = 0;
  #progressShownAtMs = 0;
  readonly #wakers = new Set<() => void>();

  /** @param row as the database has it at the start of the run. */
  constructor(row: RunRow) {
    this.#draft = new RunDraft(noFacts(row));
  }

  /** The run as it is now. */
  get row(): Readonly<RunRow> {
    return this.#draft.facts.run;
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
    const nowMs = awake.nowMs();
    if (nowMs - this.#progressShownAtMs < everyMs) return false;
    this.#progressShownAtMs = nowMs;
    return true;
  }

  push(event: RunEvent): void {
    this.#seq += 1;
    this.#draft.apply(event, Date.now());
    if (event.type === "call") {
      const second = Math.floor((awake.nowMs() - this.#startedAtMs) / 1000);
      this.#timeline.add(event, second, this.#seq);
    } else {
      this.#entries.push({ seq: this.#seq, event: slim(event), waiting: this.#draft.facts.waiting });
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
      waiting: last ? last.waiting : this.#draft.facts.waiting,
    };
  }

  /** A copy: the counts keep changing. */
  currentRow(): RunRow {
    return { ...this.row, counts: { ...this.row.counts } };
  }

  snapshot(): RunSnapshot {
    const { phase, agents, errors, waiting, gateway, report } = this.#draft.facts;
    return {
      run: this.currentRow(),
      seq: this.#seq,
      phase,
      agents: [...agents],
      errors: [...errors],
      waiting,
      gateway,
      report: report && slimReport(report),
      timeline: this.timeline,
    };
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
