import { expect, test } from "vitest";
import { heartbeatLoad } from "./heartbeat-load.ts";
import type { HeartbeatHealth } from "./heartbeats.ts";

const jobs = (...healths: Partial<HeartbeatHealth>[]): HeartbeatHealth[] =>
  healths.map((health) => ({
    ...{ state: "running", reason: null, lastRunAtMs: 1, nextRunAtMs: 2, lastDurationMs: 24_000 },
    ...{ everyMs: 60_000, source: "automation", ...health },
  }));

test("turns of 24 s every minute: two fit, three do not", () => {
  expect(heartbeatLoad(jobs({}, {}))?.share).toBeCloseTo(0.8);
  expect(heartbeatLoad(jobs({}, {}, {}))).toMatchObject({ agents: 3, turnMs: 24_000, shortestEveryMs: 60_000 });
  expect(heartbeatLoad(jobs({}, {}, {}))?.share).toBeCloseTo(1.2);
});

test("agents without a turn count as average ones, disabled ones not at all, and skips are no turns", () => {
  const skipped = { state: "skipped" as const, lastDurationMs: 2 };
  expect(heartbeatLoad(jobs({}, skipped, { state: "never-ran", lastDurationMs: null }))?.share).toBeCloseTo(1.2);
  expect(heartbeatLoad(jobs({}, {}, { state: "disabled" }))?.share).toBeCloseTo(0.8);
  expect(heartbeatLoad(jobs(skipped, skipped))).toBeNull();
  expect(heartbeatLoad(jobs({}))).toBeNull();
});

test("the interval that fits leaves room, also where only some heartbeats are frequent", () => {
  expect(heartbeatLoad(jobs({}, {}, {}))?.fittingMinutes).toBe(2);
  const slow = { lastDurationMs: 300_000, everyMs: 600_000 };
  const mixed = heartbeatLoad(jobs({ lastDurationMs: 3_000 }, slow, slow));
  expect(mixed?.share).toBeCloseTo(1.05);
  // Lengthening the frequent one alone would not help: the slow ones take all the time.
  expect(mixed?.fittingMinutes).toBe(13);
});
