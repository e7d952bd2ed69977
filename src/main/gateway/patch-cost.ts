/** How long a gateway needs for a patch of its roster if it is idle, null if that hardly depends on the roster; and how long to wait. */
export type PatchCost = { expectedMs: number | null; limitMs: number };

const leastLimitMs = 5 * 60_000;
/** A busy machine was seen to need three times as long. */
const limitPerExpected = 4;

/**
 * What a patch costs by the number of agents before and after it. Measured (docs/gateways.md, Configuration writes): a gateway whose
 * heartbeats are automations rewrites all of them for each of its agents.
 */
export function patchCost(
  { hasHeartbeatJobs }: { hasHeartbeatJobs: boolean },
  { before, after }: { before: number; after: number },
): PatchCost {
  if (!hasHeartbeatJobs) return { expectedMs: null, limitMs: leastLimitMs };
  const expectedMs = 2_000 + 0.5 * after ** 2 + 1.2 * Math.max(0, after ** 2 - before ** 2);
  return { expectedMs, limitMs: Math.max(leastLimitMs, limitPerExpected * expectedMs) };
}
