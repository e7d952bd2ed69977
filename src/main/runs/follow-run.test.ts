import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallBucket, RunBatch, RunRow } from "../../shared/run-views.ts";
import type { AgentOutcome, RunEvent, SyncReport } from "../../shared/sync.ts";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { batchEveryMs, followRun } from "./follow-run.ts";
import { LiveRun, mostEvents } from "./live-run.ts";

const row: RunRow = {
  id: "run",
  kind: "template-sync",
  gatewayId: "gateway",
  gatewayName: "Gateway",
  startedBy: "test",
  retryOf: null,
  status: "running",
  startedAt: "2026-01-01T00:00:00.000000Z",
  endedAt: null,
  options: syncOptionsSchema.parse({ gatewayId: "gateway" }),
  counts: { updated: 0, unchanged: 0, skipped: 0, failed: 0, "not-attempted": 0 },
  errors: 0,
  warnings: 0,
  isPinned: false,
  dismissedAt: null,
};

const outcome = (index: number): AgentOutcome => ({
  agentId: `agent ${index}`,
  agentName: `Agent ${index}`,
  boardId: null,
  isMain: false,
  outcome: "updated",
  reason: null,
  filesWritten: [],
  filesUnchanged: [],
  filesPreserved: [],
  filesUncertain: [],
});

const report = { runId: "run", gatewayId: "gateway", agents: [], errors: [] } as unknown as SyncReport;
const ended: RunEvent = { type: "ended", status: "succeeded", endedAt: "2026-01-31T09:00:04.000000Z", report };

/** What a renderer makes of the batches: events in a list, buckets by position. */
class Follower {
  seenSeq = 0;
  events: string[] = [];
  buckets = new Map<string, CallBucket>();

  take({ fromSeq, toSeq, events, calls }: RunBatch): void {
    expect(fromSeq).toBe(this.seenSeq + 1);
    expect(toSeq).toBeGreaterThanOrEqual(fromSeq);
    this.seenSeq = toSeq;
    for (const event of events) this.events.push(event.type === "agent-outcome" ? event.outcome.agentId : event.type);
    for (const bucket of calls) this.buckets.set(`${bucket.second} ${bucket.method}`, bucket);
  }

  get calls(): number {
    return [...this.buckets.values()].reduce((sum, { calls }) => sum + calls, 0);
  }
}

type Step =
  | { kind: "outcome" }
  | { kind: "call"; method: string }
  | { kind: "take" }
  | { kind: "reconnect"; loses: boolean };

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: "outcome" as const }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("call" as const), method: fc.constantFrom("get", "set") }) },
  { weight: 3, arbitrary: fc.constant({ kind: "take" as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("reconnect" as const), loses: fc.boolean() }) },
);

describe("following a run", () => {
  it("loses nothing and counts nothing twice, however often the connection breaks", () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 200 }), (steps) => {
        const run = new LiveRun(row);
        const follower = new Follower();
        let made = 0;
        let calls = 0;
        for (const step of steps) {
          if (step.kind === "outcome") run.push({ type: "agent-outcome", outcome: outcome(made++) });
          else if (step.kind === "call") {
            run.push({ type: "call", method: step.method, durationMs: 1, ok: true });
            calls += 1;
          } else {
            const batch = run.batchAfter(follower.seenSeq);
            // A broken connection may have lost the batch: then it is requested again.
            if (batch && !(step.kind === "reconnect" && step.loses)) follower.take(batch);
          }
        }
        run.push(ended);
        for (let rest = run.batchAfter(follower.seenSeq); rest; rest = run.batchAfter(follower.seenSeq))
          follower.take(rest);
        const everybody = Array.from({ length: made }, (_, index) => `agent ${index}`);
        expect(follower.events).toEqual([...everybody, "ended"]);
        expect(follower.calls).toBe(calls);
        expect(run.snapshot().timeline.reduce((sum, bucket) => sum + bucket.calls, 0)).toBe(calls);
        expect(run.snapshot().run.counts.updated).toBe(made);
      }),
    );
  });

  it("cuts what has gathered into batches that a window can take, and counts every call of it once", () => {
    const run = new LiveRun(row);
    const follower = new Follower();
    const made = 3 * mostEvents + 7;
    for (let index = 0; index < made; index += 1) {
      run.push({ type: "call", method: "get", durationMs: 1, ok: true });
      run.push({ type: "agent-outcome", outcome: outcome(index) });
    }
    const sizes: number[] = [];
    for (let batch = run.batchAfter(0); batch; batch = run.batchAfter(follower.seenSeq)) {
      sizes.push(batch.events.length);
      follower.take(batch);
    }
    expect(sizes).toEqual([mostEvents, mostEvents, mostEvents, 7]);
    expect([follower.events.length, follower.calls, follower.seenSeq]).toEqual([made, made, run.seq]);
  });

  it("continues where a follower left off, also in the middle of a snapshot's life", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 }), async (patience) => {
        const run = new LiveRun(row);
        const follower = new Follower();
        const producing = (async () => {
          for (let index = 0; index < 30; index += 1) {
            run.push({ type: "agent-outcome", outcome: outcome(index) });
            if (index % 5 === 0) await sleep(1);
          }
          run.push(ended);
        })();
        for (const batches of patience) {
          const leave = new AbortController();
          let taken = 0;
          for await (const batch of followRun(run, follower.seenSeq, leave.signal)) {
            follower.take(batch);
            if (++taken > batches) leave.abort();
          }
        }
        await producing;
        for await (const batch of followRun(run, follower.seenSeq)) follower.take(batch);
        expect(follower.events).toEqual([...Array.from({ length: 30 }, (_, index) => `agent ${index}`), "ended"]);
      }),
      { numRuns: 15 },
    );
  });

  it("sends what comes in quick succession together", async () => {
    const run = new LiveRun(row);
    const startedAtMs = performance.now();
    const producing = (async () => {
      for (let index = 0; index < 4_000; index += 1) {
        run.push({ type: "agent-outcome", outcome: outcome(index) });
        if (index % 100 === 0) await sleep(1);
      }
      run.push(ended);
    })();
    let batches = 0;
    for await (const _ of followRun(run, 0)) batches += 1;
    await producing;
    expect(batches).toBeLessThanOrEqual(Math.floor((performance.now() - startedAtMs) / batchEveryMs) + 1);
  });

  it("ends when the follower leaves, also while nothing happens", async () => {
    const leave = new AbortController();
    const following = (async () => {
      for await (const _ of followRun(new LiveRun(row), 0, leave.signal));
    })();
    leave.abort();
    await following;
  });
});

describe("a live run", () => {
  it("tells how things stood at the end of a batch that was cut", () => {
    const run = new LiveRun(row);
    for (let index = 1; index < mostEvents; index += 1) run.push({ type: "agent-outcome", outcome: outcome(index) });
    run.push({ type: "gateway-waiting", attempt: 1, nextTryInMs: 5_000, reason: "away" });
    run.push({ type: "gateway-connected", version: "2026.9.6", dialect: null });
    const cut = run.batchAfter(0);
    expect(cut).toMatchObject({ toSeq: mostEvents, waiting: { attempt: 1 } });
    expect(run.batchAfter(mostEvents)).toMatchObject({ toSeq: mostEvents + 1, waiting: null });
  });

  it("counts the time to the next try from the sending of the batch", () => {
    const run = new LiveRun(row);
    run.push({ type: "gateway-waiting", attempt: 3, nextTryInMs: -5_000, reason: "away" });
    const [event] = run.batchAfter(0)?.events ?? [];
    expect(event).toMatchObject({ type: "gateway-waiting", attempt: 3, nextTryInMs: 0 });
  });

  it("waits no more once a call was answered", () => {
    const run = new LiveRun(row);
    run.push({ type: "gateway-waiting", attempt: 1, nextTryInMs: 5_000, reason: "away" });
    expect(run.snapshot().waiting).toMatchObject({ attempt: 1, reason: "away" });
    run.push({ type: "call", method: "health", durationMs: 1, ok: false });
    expect(run.snapshot().waiting).not.toBeNull();
    run.push({ type: "call", method: "health", durationMs: 1, ok: true });
    expect(run.batchAfter(0)?.waiting).toBeNull();
  });

  it("keeps outcomes and errors out of the report that goes to renderers, which have them", () => {
    const run = new LiveRun(row);
    run.push({
      type: "ended",
      status: "failed",
      endedAt: "2026-01-31T09:00:04.000000Z",
      report: { ...report, agents: [outcome(1)] },
    });
    const [event] = run.batchAfter(0)?.events ?? [];
    expect(event).toMatchObject({ type: "ended", report: { agents: [] } });
    expect(run.snapshot()).toMatchObject({ phase: "done", report: { agents: [] }, run: { status: "failed" } });
  });
});
