import { RunDraft } from "../../../shared/run-draft.ts";
import type { RunBatch } from "../../../shared/run-views.ts";
import { mergeCalls, type PaceSample, type RunState } from "./run-state.ts";

export type Applied =
  | { kind: "applied"; state: RunState }
  /** All events of the batch have already been applied. */
  | { kind: "stale" }
  /** Events are missing before the batch, or it overlaps with what was applied: a new snapshot is needed. */
  | { kind: "gap" };

/**
 * Applies the events of a batch to a run. A batch is applied only if it begins right after the last applied event, so that a
 * batch delivered twice, out of order or after a reconnect changes nothing.
 *
 * @param nowMs when the batch arrived, ms since 1970
 */
export function applyBatch(state: RunState, batch: RunBatch, nowMs: number): Applied {
  if (batch.toSeq <= state.seq) return { kind: "stale" };
  if (batch.fromSeq !== state.seq + 1) return { kind: "gap" };
  const draft = new RunDraft(state);
  for (const event of batch.events) draft.apply(event, nowMs);
  const { facts } = draft;
  const timeline = mergeCalls(state.timeline, batch.calls);
  const pace = withSample(state.pace, { atMs: nowMs, done: facts.done });
  // Main decides whether the gateway is back, because it sees every call.
  return { kind: "applied", state: { ...facts, waiting: batch.waiting, seq: batch.toSeq, timeline, pace } };
}

const paceGapMs = 1_000;
const paceLength = 60;

function withSample(pace: PaceSample[], sample: PaceSample): PaceSample[] {
  const last = pace.at(-1);
  const isDue = !last || sample.atMs - last.atMs >= paceGapMs;
  return isDue ? [...pace, sample].slice(-paceLength) : pace;
}
