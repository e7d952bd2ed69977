import { noCounts } from "../../../shared/run-draft.ts";
import type { CallBucket, RunBatch, RunSnapshot } from "../../../shared/run-views.ts";
import type { AgentOutcome, Outcome, RunEvent, SyncReport } from "../../../shared/sync.ts";
import { syncOptionsSchema } from "../../../shared/sync-options.ts";

/** Fixtures for tests of live runs: a run before its first event, and a substitute for main. */

export function emptySnapshot(): RunSnapshot {
  return {
    run: {
      id: "run-1",
      kind: "template-sync",
      gatewayId: "gateway-1",
      gatewayName: "Harbour",
      startedBy: "tester",
      retryOf: null,
      status: "running",
      startedAt: "2026-01-31T09:00:00.000000Z",
      endedAt: null,
      options: syncOptionsSchema.parse({ gatewayId: "gateway-1" }),
      counts: { ...noCounts },
      errors: 0,
      warnings: 0,
      isPinned: false,
      dismissedAt: null,
    },
    seq: 0,
    phase: "connecting",
    agents: [],
    errors: [],
    waiting: null,
    gateway: { version: null, dialect: null },
    report: null,
    timeline: [],
  };
}

export function outcomeOf(agentId: string, outcome: Outcome): AgentOutcome {
  const files = { filesWritten: [], filesUnchanged: [], filesPreserved: [], filesUncertain: [] };
  return { agentId, agentName: `Agent ${agentId}`, boardId: "board-1", isMain: false, outcome, reason: null, ...files };
}

export const emptyReport: SyncReport = {
  ...{ runId: "run-1", gatewayId: "gateway-1", dialect: null, gatewayVersion: null, includeMain: true },
  ...{ resetSessions: false, agentsInScope: 0, agentsUpdated: 0, agentsUnchanged: 0, agentsSkipped: 0 },
  ...{ agentsFailed: 0, agentsNotAttempted: 0, mainUpdated: false, errors: [], agents: [] },
  stats: { durationMs: 4_000, rpcCalls: 0, configWrites: 0, fileWrites: 0, retries: 0 },
};

/** A log of events as main keeps it: any part of it can be read again. The second of a call is its number. */
export class TestLog {
  readonly events: RunEvent[];

  constructor(events: RunEvent[]) {
    this.events = events;
  }

  /** @param toSeq the last event of the batch; the newest by default */
  batchAfter(afterSeq: number, toSeq = this.events.length): RunBatch {
    const part = this.events.slice(afterSeq, toSeq);
    return {
      fromSeq: afterSeq + 1,
      toSeq,
      events: part.filter((event) => event.type !== "call"),
      calls: this.#buckets(toSeq).filter(({ second }) => second >= Math.floor(afterSeq / callsPerSecond)),
      waiting: null,
    };
  }

  #buckets(toSeq: number): CallBucket[] {
    const buckets = new Map<string, CallBucket>();
    for (const [index, event] of this.events.slice(0, toSeq).entries()) {
      if (event.type !== "call") continue;
      const { method, durationMs, ok } = event;
      const second = Math.floor(index / callsPerSecond);
      const empty = { second, method, calls: 0, failed: 0, totalMs: 0, maxMs: 0 };
      const { calls, failed, totalMs, maxMs } = buckets.get(`${second} ${method}`) ?? empty;
      buckets.set(`${second} ${method}`, {
        ...{ second, method, calls: calls + 1, failed: failed + (ok ? 0 : 1) },
        ...{ totalMs: totalMs + durationMs, maxMs: Math.max(maxMs, durationMs) },
      });
    }
    return [...buckets.values()];
  }
}

const callsPerSecond = 4;
