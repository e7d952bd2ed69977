import { expect, test } from "vitest";
import type { RunAgentState, RunSnapshot } from "../../shared/run-views.ts";
import { inPieces } from "./in-pieces.ts";

function snapshotOf(agents: number): RunSnapshot {
  const all = Array.from({ length: agents }, (_, index): RunAgentState => {
    return { agentId: `${index}`, agentName: `Agent ${index}`, boardId: null, isMain: false, state: "waiting" };
  });
  return { seq: 7, agents: all } as RunSnapshot;
}

test.each([0, 1, 500, 501, 1700])(
  "a snapshot of %i agents is whole again when its pieces are put together",
  (agents) => {
    const snapshot = snapshotOf(agents);
    const [first, ...rest] = inPieces(snapshot);
    if (!first || !("snapshot" in first)) throw new Error("the first piece is no snapshot");
    const more = rest.flatMap((piece) => ("agents" in piece ? piece.agents : []));
    expect({ ...first.snapshot, agents: [...first.snapshot.agents, ...more] }).toEqual(snapshot);
    for (const piece of rest) expect("agents" in piece && piece.agents.length).toBeLessThanOrEqual(500);
  },
);
