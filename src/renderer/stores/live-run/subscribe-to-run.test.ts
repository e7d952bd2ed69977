import { describe, expect, it } from "vitest";
import type { RunBatch, RunSnapshot } from "../../../shared/run-views.ts";
import type { RunEvent } from "../../../shared/sync.ts";
import type { FlightDeckClient } from "../../api/client.ts";
import type { OperatorError } from "../../api/operator-error.ts";
import { applyBatch } from "./apply-batch.ts";
import { fromSnapshot, type RunState } from "./run-state.ts";
import { followRun } from "./subscribe-to-run.ts";
import { emptyReport, emptySnapshot, outcomeOf, TestLog } from "./test-run.ts";

const agents = ["a", "b", "c"].map((agentId) => ({ agentId, agentName: agentId, boardId: null, isMain: false }));
const log = new TestLog([
  { type: "scope", agents },
  { type: "agent-outcome", outcome: outcomeOf("a", "updated") },
  { type: "agent-outcome", outcome: outcomeOf("b", "unchanged") },
  { type: "agent-outcome", outcome: outcomeOf("c", "failed") },
  { type: "ended", status: "failed", endedAt: "2026-01-31T09:00:04.000000Z", report: emptyReport },
] satisfies RunEvent[]);

/** Main's snapshot at a sequence number. */
function snapshotAt(seq: number): RunSnapshot {
  const applied = seq === 0 ? null : applyBatch(fromSnapshot(emptySnapshot(), 0), log.batchAfter(0, seq), 0);
  if (!applied) return emptySnapshot();
  if (applied.kind !== "applied") throw new Error("the log has a gap");
  const { indexOf: _, done: __, pace: ___, ...snapshot } = applied.state;
  return snapshot;
}

type Stream = (afterSeq: number) => AsyncGenerator<RunBatch>;

/** A main that answers `read` and `follow` from lists, in order; the last answer is repeated. */
function scriptedMain(snapshots: (() => RunSnapshot)[], streams: Stream[]) {
  const asked = { read: 0, follow: [] as number[] };
  const runs = {
    async *read() {
      const { agents, ...rest } = (snapshots[asked.read++] ?? snapshots.at(-1) ?? emptySnapshot)();
      yield { snapshot: { ...rest, agents: agents.slice(0, 1) } };
      yield { agents: agents.slice(1) };
    },
    follow: async ({ afterSeq }: { afterSeq: number }) => {
      const stream = streams[asked.follow.length] ?? streams.at(-1);
      asked.follow.push(afterSeq);
      if (!stream) throw new Error("nothing to follow");
      return stream(afterSeq);
    },
  };
  return { client: { runs } as unknown as Pick<FlightDeckClient, "runs">, asked };
}

async function follow(main: ReturnType<typeof scriptedMain>) {
  const states: RunState[] = [];
  const errors: OperatorError[] = [];
  await followRun({
    runId: "run-1",
    client: main.client,
    signal: new AbortController().signal,
    onState: (state) => states.push(state),
    onError: (error) => errors.push(error),
    pause: async () => {},
  });
  return { last: states.at(-1), states, errors };
}

describe("followRun", () => {
  it("continues after the last applied event when the stream breaks", async () => {
    const main = scriptedMain(
      [() => snapshotAt(1)],
      [
        async function* (afterSeq) {
          yield log.batchAfter(afterSeq, 3);
          throw new Error("the socket closed");
        },
        async function* (afterSeq) {
          yield log.batchAfter(afterSeq);
        },
      ],
    );
    const { last, states, errors } = await follow(main);
    expect(main.asked).toEqual({ read: 1, follow: [1, 3] });
    expect(states.map(({ done }) => done)).toEqual([0, 2, 3]);
    expect(last?.run).toMatchObject({ status: "failed", counts: { updated: 1, unchanged: 1, failed: 1 } });
    expect(errors).toEqual([]);
  });

  it("keeps the order of the agents when the history has another order", async () => {
    const settledOrder = () => ({ ...snapshotAt(5), agents: snapshotAt(5).agents.toReversed() });
    const main = scriptedMain([() => snapshotAt(1), settledOrder], [async function* () {}]);
    const { last } = await follow(main);
    expect(last?.agents.map(({ agentId }) => agentId)).toEqual(["a", "b", "c"]);
    expect(last?.agents[last.indexOf.get("b") ?? -1]?.agentId).toBe("b");
  });

  it("starts again from a new snapshot when events are missing", async () => {
    const main = scriptedMain(
      [() => snapshotAt(1), () => snapshotAt(5)],
      [
        async function* () {
          yield log.batchAfter(2, 3);
        },
      ],
    );
    const { last } = await follow(main);
    expect(main.asked).toEqual({ read: 2, follow: [1] });
    expect(last?.done).toBe(3);
  });

  it("reads the run again when its stream ends before the run: the end may have been missed", async () => {
    const main = scriptedMain([() => snapshotAt(3), () => snapshotAt(5)], [async function* () {}]);
    const { last } = await follow(main);
    expect(last?.run.status).toBe("failed");
  });

  it("does not follow a run that has ended", async () => {
    const main = scriptedMain([() => snapshotAt(5)], []);
    const { states } = await follow(main);
    expect([states.length, main.asked.follow]).toEqual([1, []]);
  });

  it("says so when the run cannot be read", async () => {
    const main = scriptedMain(
      [
        () => {
          throw new Error("no such run");
        },
      ],
      [],
    );
    const { errors } = await follow(main);
    expect(errors.map(({ message }) => message)).toEqual(["no such run"]);
  });
});
