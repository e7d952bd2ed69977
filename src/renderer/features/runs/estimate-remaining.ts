import type { PaceSample } from "../../stores/live-run/run-state.ts";

/** Over how long the pace is measured: long enough to be steady, short enough to follow a change. */
const windowMs = 20_000;
/** Less than this says nothing about the pace. */
const shortestSpanMs = 2_000;

/**
 * How long the rest of a run takes if it goes on as of late.
 *
 * @returns ms, or null when nothing can be said yet
 */
export function estimateRemainingMs(pace: PaceSample[], done: number, total: number, nowMs: number): number | null {
  const first = pace.find(({ atMs }) => nowMs - atMs <= windowMs);
  if (!first || done >= total) return null;
  const spanMs = nowMs - first.atMs;
  const gained = done - first.done;
  if (spanMs < shortestSpanMs || gained <= 0) return null;
  return ((total - done) * spanMs) / gained;
}
