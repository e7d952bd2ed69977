import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noCounts, noFacts, RunDraft, type RunFacts } from "./run-draft.ts";
import { type AgentOutcome, outcomes, type RunEvent } from "./sync.ts";

const ids = ["a", "b", "c"];
const agentOf = (agentId: string) => ({ agentId, agentName: agentId, boardId: null, isMain: false });
const scope: RunEvent = { type: "scope", agents: ids.map(agentOf) };

function outcomeEvent(agentId: string, outcome: AgentOutcome["outcome"]): RunEvent {
  const files = { filesWritten: [], filesUnchanged: [], filesPreserved: [], filesUncertain: [] };
  return { type: "agent-outcome", outcome: { ...agentOf(agentId), outcome, reason: null, ...files } };
}

const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  // "stranger" is not in the scope.
  fc
    .tuple(fc.constantFrom(...ids, "stranger"), fc.constantFrom(...outcomes))
    .map(([id, outcome]) => outcomeEvent(id, outcome)),
  fc
    .tuple(fc.constantFrom(...ids, "stranger"), fc.constantFrom("reading", "writing"))
    .map(([agentId, state]): RunEvent => ({ type: "agent-state", agentId, state })),
  fc.constantFrom("error", "warning").map((severity): RunEvent => {
    return { type: "error", error: { severity, code: "internal", message: "m", hint: "h", ...agentOf("a") } };
  }),
  fc.boolean().map((ok): RunEvent => ({ type: "call", method: "health", durationMs: 1, ok })),
  fc.constant<RunEvent>({ type: "gateway-waiting", attempt: 2, nextTryInMs: 500, reason: "away" }),
  fc.constant<RunEvent>({ type: "phase", phase: "reading" }),
  fc.constant(scope),
);

const begin = () => noFacts({ status: "running" as const, endedAt: null, counts: noCounts, errors: 0, warnings: 0 });

function factsAfter(facts: RunFacts, events: RunEvent[]): RunFacts {
  const draft = new RunDraft(facts);
  for (const event of events) draft.apply(event, 1_000);
  return draft.facts;
}

describe("RunDraft", () => {
  it("leads to the same facts with one draft for all events as with one for each, and changes no facts it was given", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        let facts: RunFacts = begin();
        for (const event of events) {
          const given = structuredClone(facts);
          const next = factsAfter(facts, [event]);
          expect(facts).toEqual(given);
          facts = next;
        }
        expect(facts).toEqual(factsAfter(begin(), events));
      }),
    );
  });

  it("counts every agent once, and finds it at its index", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const { agents, indexOf, done, run, errors } = factsAfter(begin(), events);
        const finished = agents.filter(({ state }) => state === "done").length;
        const counted = outcomes.reduce((sum, outcome) => sum + run.counts[outcome], 0);
        expect([done, counted]).toEqual([finished, finished]);
        expect(agents.map(({ agentId }) => indexOf.get(agentId))).toEqual(agents.map((_, index) => index));
        expect(run.errors + run.warnings).toBe(errors.length);
      }),
    );
  });

  it("waits until a call succeeds, and at most as long as a slow call may take", () => {
    const waiting = factsAfter(begin(), [{ type: "gateway-waiting", attempt: 2, nextTryInMs: 500, reason: "away" }]);
    expect(waiting.waiting).toEqual({ attempt: 2, reason: "away", nextTryAtMs: 1_500 });
    const call = { type: "call", method: "health", durationMs: 1 } as const;
    expect(factsAfter(waiting, [{ ...call, ok: false }]).waiting).not.toBeNull();
    expect(factsAfter(waiting, [{ ...call, ok: true }]).waiting).toBeNull();
    const pending: RunEvent = {
      type: "call-pending",
      method: "config.patch",
      waitedMs: 100,
      limitMs: 900,
      expectedMs: null,
    };
    expect(factsAfter(begin(), [pending]).waiting).toMatchObject({ attempt: 0, nextTryAtMs: 1_800 });
  });

  it("ends when the history says, with nothing left to wait for", () => {
    const endedAt = "2026-01-31T09:00:04.000000Z";
    const report = { runId: "run" } as Extract<RunEvent, { type: "ended" }>["report"];
    const wait: RunEvent = { type: "gateway-waiting", attempt: 2, nextTryInMs: 500, reason: "away" };
    expect(factsAfter(begin(), [wait, { type: "ended", status: "failed", endedAt, report }])).toMatchObject({
      phase: "done",
      waiting: null,
      report,
      run: { status: "failed", endedAt },
    });
  });
});
