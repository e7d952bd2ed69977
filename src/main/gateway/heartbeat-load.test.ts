import { expect, test } from "vitest";
import type { HeartbeatHealth } from "../../shared/heartbeats.ts";
import { heartbeatLoad } from "./heartbeat-load.ts";

const jobs = (...healths: Partial<HeartbeatHealth>[]) =>
  new Map(
    healths.map((health, index) => [
      `agent-${index}`,
      {
        id: String(index),
        health: {
          ...{ state: "running" as const, reason: null, lastRunAtMs: 1, nextRunAtMs: 2, lastDurationMs: 24_000 },
          ...{ everyMs: 60_000, source: "automation" as const, ...health },
        },
      },
    ]),
  );

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
