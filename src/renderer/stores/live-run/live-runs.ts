import { useEffect } from "react";
import { create } from "zustand";
import { client } from "../../api/client.ts";
import type { OperatorError } from "../../api/operator-error.ts";
import type { RunState } from "./run-state.ts";
import { showLatest } from "./show-latest.ts";
import { followRun } from "./subscribe-to-run.ts";

/** What a screen knows of the run that it shows. */
export type LiveRun = { state: RunState | null; error: OperatorError | null };

type Followed = { watchers: number; abort: AbortController };

const nothingYet: LiveRun = { state: null, error: null };
const useLiveRuns = create<Record<string, LiveRun>>(() => ({}));
const followed = new Map<string, Followed>();
/** How long a run is kept after its last component is gone, so that changing screens does not load it again. */
const lingerMs = 3_000;
/** Main sends up to twenty batches a second; ten updates a second are enough for the eye. */
const showEveryMs = 100;

/** Follows a run for as long as the component is on screen; several components share one stream. */
export function useLiveRun(runId: string): LiveRun {
  useEffect(() => watch(runId), [runId]);
  return useLiveRuns((runs) => runs[runId]) ?? nothingYet;
}

/** Reads a run again after it could not be read. */
export function retryLiveRun(runId: string): void {
  const known = followed.get(runId);
  if (!known) return;
  known.abort.abort();
  known.abort = start(runId);
}

function watch(runId: string): () => void {
  const known = followed.get(runId) ?? { watchers: 0, abort: start(runId) };
  followed.set(runId, known);
  known.watchers += 1;
  return () => {
    known.watchers -= 1;
    setTimeout(() => {
      if (known.watchers > 0 || followed.get(runId) !== known) return;
      known.abort.abort();
      followed.delete(runId);
      useLiveRuns.setState(({ [runId]: _, ...others }) => others, true);
    }, lingerMs);
  };
}

function start(runId: string): AbortController {
  const abort = new AbortController();
  const { put, cancel } = showLatest((run: LiveRun) => useLiveRuns.setState({ [runId]: run }), showEveryMs);
  abort.signal.addEventListener("abort", cancel);
  let latest: RunState | null = null;
  useLiveRuns.setState({ [runId]: nothingYet });
  void followRun({
    runId,
    client,
    signal: abort.signal,
    onState(state) {
      latest = state;
      put({ state, error: null });
    },
    onError: (error) => put({ state: latest, error }),
  });
  return abort;
}
