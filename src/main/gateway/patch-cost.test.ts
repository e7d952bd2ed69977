import { expect, test } from "vitest";
import { patchCost } from "./patch-cost.ts";

const current = { hasHeartbeatJobs: true };
const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000));

test.each([
  [0, 10, 2, 300],
  [0, 300, 155, 620],
  [300, 300, 47, 300],
  [0, 1000, 1702, 6808],
])("from %i to %i agents: %i s expected, %i s at most", (before, after, expectedS, limitS) => {
  const { expectedMs, limitMs } = patchCost(current, { before, after });
  expect([seconds(expectedMs), seconds(limitMs)]).toEqual([expectedS, limitS]);
});

test("gateways without automations for heartbeats need no more for many agents", () => {
  const cost = patchCost({ hasHeartbeatJobs: false }, { before: 0, after: 1000 });
  expect(cost).toEqual({ expectedMs: null, limitMs: 300_000 });
});
