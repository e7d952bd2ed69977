import type { CallBucket } from "../../../../shared/run-views.ts";

export type TimelineColumn = { fromSecond: number; calls: number; failed: number };
export type TimelineLayout = {
  columns: TimelineColumn[];
  /** The least number of columns to lay out: a short run is not stretched over the whole width. */
  slots: number;
  secondsPerColumn: number;
  highest: number;
};

const mostColumns = 120;
const fewestSlots = 30;

/** Sums up calls in at most 120 columns of equal length. Seconds without a call are included: they show where a run waited. */
export function layOutTimeline(timeline: CallBucket[]): TimelineLayout {
  const lastSecond = timeline.reduce((last, { second }) => Math.max(last, second), 0);
  const secondsPerColumn = Math.max(1, Math.ceil((lastSecond + 1) / mostColumns));
  const columns = Array.from({ length: Math.ceil((lastSecond + 1) / secondsPerColumn) }, (_, index): TimelineColumn => {
    return { fromSecond: index * secondsPerColumn, calls: 0, failed: 0 };
  });
  for (const { second, calls, failed } of timeline) {
    const column = columns[Math.floor(second / secondsPerColumn)];
    if (!column) continue;
    column.calls += calls;
    column.failed += failed;
  }
  const slots = Math.max(columns.length, fewestSlots);
  return { columns, slots, secondsPerColumn, highest: Math.max(1, ...columns.map(({ calls }) => calls)) };
}

export type MethodSum = { method: string; calls: number; failed: number; averageMs: number; maxMs: number };

/** The calls of each method, most frequent first. */
export function sumByMethod(timeline: CallBucket[]): MethodSum[] {
  const sums = new Map<string, { calls: number; failed: number; totalMs: number; maxMs: number }>();
  for (const { method, calls, failed, totalMs, maxMs } of timeline) {
    const sum = sums.get(method) ?? { calls: 0, failed: 0, totalMs: 0, maxMs: 0 };
    sums.set(method, {
      calls: sum.calls + calls,
      failed: sum.failed + failed,
      totalMs: sum.totalMs + totalMs,
      maxMs: Math.max(sum.maxMs, maxMs),
    });
  }
  return [...sums]
    .map(([method, { calls, failed, totalMs, maxMs }]) => ({
      method,
      calls,
      failed,
      averageMs: totalMs / calls,
      maxMs,
    }))
    .sort((a, b) => b.calls - a.calls || a.method.localeCompare(b.method));
}
