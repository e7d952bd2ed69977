import { countByOutcome } from "../../../shared/count-outcomes.ts";
import { indexAgents, type RunFacts } from "../../../shared/run-draft.ts";
import type { CallBucket, RunAgentState, RunRow, RunSnapshot } from "../../../shared/run-views.ts";

/** How many agents were done at a point in time; the remaining time is estimated from these. */
export type PaceSample = { atMs: number; done: number };

/** A run as the renderer keeps it: the snapshot, with indexes that make applying events fast. */
export type RunState = RunSnapshot &
  RunFacts<RunRow> & {
    /** Oldest first, about a second apart, at most a minute of them. */
    pace: PaceSample[];
  };

/**
 * Makes a state from a snapshot.
 *
 * @param previous the state shown before: its agents keep their order, although the history lists them in the order in which
 *   they ended
 */
export function fromSnapshot(received: RunSnapshot, nowMs: number, previous: RunState | null = null): RunState {
  const snapshot = previous ? { ...received, agents: inOrderOf(previous, received.agents) } : received;
  const outcomes = snapshot.agents.flatMap((agent) => (agent.state === "done" ? [agent.outcome] : []));
  const counts = countByOutcome(outcomes);
  const done = outcomes.length;
  return {
    ...snapshot,
    run: { ...snapshot.run, counts },
    indexOf: indexAgents(snapshot.agents),
    done,
    pace: [{ atMs: nowMs, done }],
  };
}

function inOrderOf({ indexOf }: RunState, agents: RunAgentState[]): RunAgentState[] {
  const placeOf = ({ agentId }: RunAgentState) => indexOf.get(agentId) ?? indexOf.size;
  return agents.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Puts the buckets of a batch into the timeline. Buckets are complete, so an existing one is replaced. */
export function mergeCalls(timeline: CallBucket[], calls: CallBucket[]): CallBucket[] {
  if (calls.length === 0) return timeline;
  const merged = [...timeline];
  for (const call of calls) {
    // Buckets that change belong to the last seconds, so the search starts at the end.
    const index = merged.findLastIndex(({ second, method }) => second === call.second && method === call.method);
    if (index === -1) merged.push(call);
    else merged[index] = call;
  }
  return merged;
}
