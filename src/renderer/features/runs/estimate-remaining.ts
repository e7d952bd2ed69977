import type { PaceSample } from "../../stores/live-run/run-state.ts";

/** The period over which the pace is measured: long enough to be steady, short enough to follow changes. */
const windowMs = 20_000;
/** A shorter period is too short to measure the pace. */
const shortestSpanMs = 2_000;

/**
 * Estimates the remaining time of a run from its recent pace.
 *
 * @returns ms, or null when no estimate is possible yet
 */
export function estimateRemainingMs(pace: PaceSample[], done: number, total: number, nowMs: number): number | null {
  const first = pace.find(({ atMs }) => nowMs - atMs <= windowMs);
  if (!first || done >= total) return null;
  const spanMs = nowMs - first.atMs;
  const gained = done - first.done;
  if (spanMs < shortestSpanMs || gained <= 0) return null;
  return ((total - done) * spanMs) / gained;
}
