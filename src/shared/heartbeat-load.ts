import type { HeartbeatHealth } from "./heartbeats.ts";

export type HeartbeatLoad = {
  /** The share of time that the heartbeats take one after another; from 1 on they do not fit. */
  share: number;
  agents: number;
  /** How long a turn takes on average. */
  turnMs: number;
  shortestEveryMs: number;
  /** The shortest interval, in minutes, with which they fit and leave some room. */
  fittingMinutes: number;
};

/** With fewer agents, no heartbeat waits for another. */
const fewestAgents = 2;

/** Some room is left, because turns differ. */
const comfortableShare = 0.8;

/**
 * How much of the time the heartbeats of a gateway take, from their last turns and intervals; an agent that has not had a turn
 * counts as an average one. Null if no turn is known. Pure.
 */
export function heartbeatLoad(healths: readonly HeartbeatHealth[]): HeartbeatLoad | null {
  const waking = healths.flatMap(({ state, everyMs, lastDurationMs }) => {
    if (state === "disabled" || everyMs === null || everyMs <= 0) return [];
    return [{ everyMs, ownTurnMs: state === "running" || state === "failing" ? lastDurationMs : null }];
  });
  const turns = waking.flatMap(({ ownTurnMs }) => ownTurnMs ?? []);
  if (turns.length === 0 || waking.length < fewestAgents) return null;
  const turnMs = turns.reduce((sum, each) => sum + each, 0) / turns.length;
  const shareWith = (leastMs: number) =>
    waking.reduce((sum, { everyMs, ownTurnMs }) => sum + (ownTurnMs ?? turnMs) / Math.max(everyMs, leastMs), 0);
  const shortestEveryMs = Math.min(...waking.map(({ everyMs }) => everyMs));
  return { share: shareWith(0), agents: waking.length, turnMs, shortestEveryMs, fittingMinutes: fitting(shareWith) };
}

/** A longer interval never takes a larger share, so it is found by halving. */
function fitting(shareWith: (leastMs: number) => number): number {
  const fits = (minutes: number) => shareWith(minutes * 60_000) <= comfortableShare;
  let most = 1;
  while (!fits(most)) most *= 2;
  let least = 1;
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (fits(middle)) most = middle;
    else least = middle + 1;
  }
  return most;
}
