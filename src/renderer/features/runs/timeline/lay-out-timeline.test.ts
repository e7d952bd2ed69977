import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallBucket } from "../../../../shared/run-views.ts";
import { layOutTimeline, sumByMethod } from "./lay-out-timeline.ts";

const bucket = (second: number, method: string, calls: number, failed = 0, totalMs = 0, maxMs = 0): CallBucket => {
  return { second, method, calls, failed, totalMs, maxMs };
};

describe("layOutTimeline", () => {
  it("includes seconds without a call", () => {
    const { columns, secondsPerColumn, highest } = layOutTimeline([bucket(0, "health", 2), bucket(3, "health", 5, 1)]);
    expect([columns.map(({ calls }) => calls), secondsPerColumn, highest]).toEqual([[2, 0, 0, 5], 1, 5]);
  });

  it("never makes more than 120 columns, and loses no call", () => {
    const anyBucket = fc.tuple(fc.nat(4_000), fc.nat(50), fc.nat(5)).map(([second, calls, failed]) => {
      return bucket(second, "health", calls, failed);
    });
    fc.assert(
      fc.property(fc.array(anyBucket, { minLength: 1, maxLength: 40 }), (timeline) => {
        const { columns, slots } = layOutTimeline(timeline);
        expect(columns.length).toBeLessThanOrEqual(120);
        expect(slots).toBeGreaterThanOrEqual(columns.length);
        const sum = (values: { calls: number }[]) => values.reduce((total, { calls }) => total + calls, 0);
        expect(sum(columns)).toBe(sum(timeline));
      }),
    );
  });
});

describe("sumByMethod", () => {
  it("adds up seconds, keeps the slowest call, and lists the most frequent method first", () => {
    const sums = sumByMethod([
      bucket(0, "config.get", 1, 0, 80, 80),
      bucket(0, "agents.files.get", 2, 1, 30, 20),
      bucket(1, "agents.files.get", 2, 0, 10, 6),
    ]);
    expect(sums).toEqual([
      { method: "agents.files.get", calls: 4, failed: 1, averageMs: 10, maxMs: 20 },
      { method: "config.get", calls: 1, failed: 0, averageMs: 80, maxMs: 80 },
    ]);
  });
});
