import { setTimeout as sleep } from "node:timers/promises";
import type { RunBatch } from "../../shared/run-views.ts";
import type { LiveRun } from "./live-run.ts";

/** At most 20 batches a second. */
export const batchEveryMs = 50;

/**
 * The events of a live run after `afterSeq`, in batches, until it ends. A batch is put together when it is requested: a slow
 * follower gets fewer and larger ones, up to a size that does not block it.
 */
export async function* followRun(
  run: LiveRun,
  afterSeq: number,
  signal?: AbortSignal,
): AsyncGenerator<RunBatch, void, void> {
  let seenSeq = afterSeq;
  while (!signal?.aborted) {
    const batch = run.batchAfter(seenSeq);
    if (batch) {
      seenSeq = batch.toSeq;
      yield batch;
      await sleep(batchEveryMs, undefined, { signal }).catch(() => undefined);
    } else if (run.hasEnded) return;
    else await run.moved(signal);
  }
}
