import type { HeartbeatJobs } from "./heartbeat-jobs.ts";

export type HeartbeatLoad = {
  /** The share of time that the heartbeats take one after another; from 1 on they do not fit. */
  share: number;
  agents: number;
  /** How long a turn takes on average. */
  turnMs: number;
  shortestEveryMs: number;
};

/** With fewer agents, no heartbeat waits for another. */
const fewestAgents = 2;

/**
 * How much of the time the heartbeats of a gateway take, from their last turns and intervals; an agent that has not had a turn
 * counts as an average one. Null if no turn is known. Pure.
 */
export function heartbeatLoad(jobs: HeartbeatJobs): HeartbeatLoad | null {
  const waking = [...jobs.values()].flatMap(({ health }) => {
    const { state, everyMs } = health;
    return state === "disabled" || everyMs === null || everyMs <= 0 ? [] : [{ ...health, everyMs }];
  });
  const turns = waking.flatMap(({ state, lastDurationMs }) =>
    (state === "running" || state === "failing") && lastDurationMs !== null ? [lastDurationMs] : [],
  );
  if (turns.length === 0 || waking.length < fewestAgents) return null;
  const turnMs = turns.reduce((sum, each) => sum + each, 0) / turns.length;
  const shares = waking.map(({ state, lastDurationMs, everyMs }) => {
    const own = state === "running" || state === "failing" ? lastDurationMs : null;
    return (own ?? turnMs) / everyMs;
  });
  return {
    share: shares.reduce((sum, each) => sum + each, 0),
    agents: waking.length,
    turnMs,
    shortestEveryMs: Math.min(...waking.map(({ everyMs }) => everyMs)),
  };
}
