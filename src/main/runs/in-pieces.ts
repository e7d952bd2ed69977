import type { RunPiece, RunSnapshot } from "../../shared/run-views.ts";

/** About 250 kB of JSON. */
const agentsAPiece = 500;

/** Splits a snapshot into pieces that a window can process between two frames. */
export function* inPieces(snapshot: RunSnapshot): Generator<RunPiece> {
  const { agents } = snapshot;
  yield { snapshot: { ...snapshot, agents: agents.slice(0, agentsAPiece) } };
  for (let from = agentsAPiece; from < agents.length; from += agentsAPiece) {
    yield { agents: agents.slice(from, from + agentsAPiece) };
  }
}
