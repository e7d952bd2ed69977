import type { RunSnapshot } from "../../../shared/run-views.ts";
import type { FlightDeckClient } from "../../api/client.ts";
import { ConnectionLostError } from "../../api/keep-connected.ts";
import { type OperatorError, toOperatorError } from "../../api/operator-error.ts";
import { applyBatch } from "./apply-batch.ts";
import { fromSnapshot, type RunState } from "./run-state.ts";

export type FollowRunOptions = {
  runId: string;
  client: Pick<FlightDeckClient, "runs">;
  signal: AbortSignal;
  onState: (state: RunState) => void;
  onError: (error: OperatorError) => void;
  /** Pauses before the run is read again when its stream ended before the run, because another process carries it out. */
  pause?: () => Promise<void>;
};

/** How many failures in a row are retried before the screen shows the error. */
const maxFailures = 5;

/**
 * Shows a run from its snapshot and, while it is in progress, from the events after it. When the connection breaks, it
 * continues after the last applied event; when events are missing, it starts again from a new snapshot. Ends with the run.
 */
export async function followRun(options: FollowRunOptions): Promise<void> {
  const { runId, client, signal, onState, onError, pause = () => delay(1_000) } = options;
  let state: RunState | null = null;
  let shown: RunState | null = null;
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (!state) {
        state = fromSnapshot(await readRun(client, runId, signal), Date.now(), shown);
        shown = state;
        onState(state);
      }
      if (state.run.status !== "running") return;
      shown = await followFrom(options, state);
      if (shown.run.status !== "running") return;
      // Events are missing, or the end of the run was missed: read the run from main again.
      state = null;
      failures = 0;
      await pause();
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof FollowBrokenError) state = error.state;
      const isLost = error instanceof ConnectionLostError || error instanceof FollowBrokenError;
      failures += 1;
      if (!isLost || failures > maxFailures) return onError(toOperatorError(error));
      await pause();
    }
  }
}

/** @throws ConnectionLostError also when the parts end before the run is complete */
async function readRun({ runs }: FollowRunOptions["client"], id: string, signal: AbortSignal): Promise<RunSnapshot> {
  let snapshot: RunSnapshot | null = null;
  for await (const piece of await runs.read({ id }, { signal })) {
    if ("snapshot" in piece) snapshot = piece.snapshot;
    else snapshot?.agents.push(...piece.agents);
  }
  if (!snapshot) throw new ConnectionLostError();
  return snapshot;
}

/** The stream broke; `state` is what was applied until then. */
class FollowBrokenError extends Error {
  override readonly name = "FollowBrokenError";
  readonly state: RunState;

  constructor(state: RunState, cause: unknown) {
    super("The stream of a run's events broke.", { cause });
    this.state = state;
  }
}

async function followFrom(options: FollowRunOptions, from: RunState): Promise<RunState> {
  const { runId, client, signal, onState } = options;
  let state = from;
  try {
    for await (const batch of await client.runs.follow({ id: runId, afterSeq: state.seq }, { signal })) {
      const applied = applyBatch(state, batch, Date.now());
      if (applied.kind === "gap") return state;
      if (applied.kind === "stale") continue;
      state = applied.state;
      onState(state);
    }
  } catch (error) {
    throw new FollowBrokenError(state, error);
  }
  return state;
}

function delay(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
