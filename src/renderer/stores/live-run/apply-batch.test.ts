import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outcomes, type RunEvent } from "../../../shared/sync.ts";
import { applyBatch } from "./apply-batch.ts";
import { fromSnapshot, type RunState } from "./run-state.ts";
import { emptyReport, emptySnapshot, outcomeOf, TestLog } from "./test-run.ts";

const agentIds = ["a", "b", "c", "d"];
const scope: RunEvent = {
  type: "scope",
  agents: agentIds.map((agentId) => ({ agentId, agentName: `Agent ${agentId}`, boardId: "board-1", isMain: false })),
};

function begin(): RunState {
  return fromSnapshot(emptySnapshot(), 0);
}

/** A state without the times at which batches arrived. */
function facts({ indexOf, pace: _, ...rest }: RunState) {
  return {
    ...rest,
    timeline: rest.timeline.toSorted((a, b) => a.second - b.second || a.method.localeCompare(b.method)),
  };
}

function apply(state: RunState, batch: ReturnType<TestLog["batchAfter"]>): RunState {
  const applied = applyBatch(state, batch, 1_000);
  if (applied.kind !== "applied") throw new Error(`the batch was ${applied.kind}`);
  return applied.state;
}

const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  fc
    .constantFrom("reading", "writing")
    .chain((state) =>
      fc.constantFrom(...agentIds).map((agentId): RunEvent => ({ type: "agent-state", agentId, state })),
    ),
  fc.tuple(fc.constantFrom(...agentIds), fc.constantFrom(...outcomes)).map(([agentId, outcome]): RunEvent => {
    return { type: "agent-outcome", outcome: outcomeOf(agentId, outcome) };
  }),
  fc.constantFrom("error", "warning").map((severity): RunEvent => {
    const about = { agentId: "a", agentName: "Agent a", boardId: "board-1" };
    return { type: "error", error: { severity, code: "internal", message: "m", hint: "h", ...about } };
  }),
  fc
    .tuple(fc.constantFrom("health", "agents.files.get"), fc.nat(50), fc.boolean())
    .map(([method, durationMs, ok]): RunEvent => {
      return { type: "call", method, durationMs, ok };
    }),
  fc.constantFrom("reading", "planning", "writing-files").map((phase): RunEvent => ({ type: "phase", phase })),
);

describe("applyBatch", () => {
  it("leads to the same state however the events are split, interrupted and delivered again", () => {
    const cuts = fc.array(fc.record({ take: fc.nat(6), repeat: fc.boolean(), reconnect: fc.boolean() }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), cuts, (events, steps) => {
        const log = new TestLog([scope, ...events]);
        let state = begin();
        for (const { take, repeat, reconnect } of steps) {
          const batch = log.batchAfter(state.seq, Math.min(state.seq + take, log.events.length));
          const applied = applyBatch(state, batch, 1_000);
          if (applied.kind === "applied") state = applied.state;
          // The same batch again, as after a reconnect that main did not notice.
          if (repeat) expect(applyBatch(state, batch, 1_000).kind).toBe("stale");
          // A batch of a stream that started earlier overlaps with known events and is not applied.
          if (reconnect && state.seq > 0 && state.seq < log.events.length) {
            expect(applyBatch(state, log.batchAfter(state.seq - 1), 1_000).kind).toBe("gap");
          }
        }
        if (state.seq < log.events.length) state = apply(state, log.batchAfter(state.seq));
        expect(facts(state)).toEqual(facts(apply(begin(), log.batchAfter(0))));
      }),
    );
  });

  it("keeps counts that add up to the number of finished agents", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const state = apply(begin(), new TestLog([scope, ...events]).batchAfter(0));
        const doneAgents = state.agents.filter((agent) => agent.state === "done");
        const counted = outcomes.reduce((sum, outcome) => sum + state.run.counts[outcome], 0);
        expect([state.done, counted]).toEqual([doneAgents.length, doneAgents.length]);
        expect(state.run.errors + state.run.warnings).toBe(state.errors.length);
      }),
    );
  });

  it("asks for a new snapshot when events are missing", () => {
    const log = new TestLog([scope, { type: "phase", phase: "reading" }]);
    expect(applyBatch(begin(), log.batchAfter(1), 0)).toEqual({ kind: "gap" });
  });

  it("does not change the given state, and keeps unchanged rows identical", () => {
    const before = apply(begin(), new TestLog([scope]).batchAfter(0));
    const kept = structuredClone(facts(before));
    const events: RunEvent[] = [scope, { type: "agent-outcome", outcome: outcomeOf("b", "updated") }];
    const after = apply(before, new TestLog(events).batchAfter(1));
    expect(facts(before)).toEqual(kept);
    expect(after.agents.map((agent, index) => agent === before.agents[index])).toEqual([true, false, true, true]);
  });

  it("takes over `waiting` from the batch, and the end of the run", () => {
    const waiting = { attempt: 3, nextTryAtMs: 12_000, reason: "ECONNREFUSED" };
    const log = new TestLog([
      scope,
      { type: "ended", status: "cancelled", endedAt: "2026-01-31T09:00:04.000000Z", report: emptyReport },
    ]);
    const paused = apply(begin(), { ...log.batchAfter(0, 1), waiting });
    expect(paused.waiting).toEqual(waiting);
    const ended = apply(paused, log.batchAfter(1));
    expect(ended).toMatchObject({ waiting: null, phase: "done", run: { status: "cancelled" }, report: emptyReport });
    expect(Date.parse(ended.run.endedAt ?? "")).toBe(Date.parse(ended.run.startedAt) + 4_000);
  });
});
