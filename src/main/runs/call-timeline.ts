import type { CallBucket } from "../../shared/run-views.ts";
import type { CallTiming } from "../gateway/connection-options.ts";

/** The calls of a run, added up by second and method. */
export class CallTimeline {
  readonly #buckets = new Map<string, { bucket: CallBucket; changedAtSeq: number }>();

  /**
   * @param second since the run began, 0 for the first.
   * @param seq the sequence number of this call in its run.
   */
  add({ method, durationMs, ok }: CallTiming, second: number, seq: number): void {
    const key = `${second} ${method}`;
    const { bucket } = this.#buckets.get(key) ?? { bucket: emptyBucket(second, method) };
    bucket.calls += 1;
    bucket.failed += ok ? 0 : 1;
    bucket.totalMs += durationMs;
    bucket.maxMs = Math.max(bucket.maxMs, durationMs);
    this.#buckets.set(key, { bucket, changedAtSeq: seq });
  }

  /** The buckets whose last change came after `afterSeq` and not after `toSeq`, complete and up to date. */
  changedBetween(afterSeq: number, toSeq: number): CallBucket[] {
    return [...this.#buckets.values()].flatMap(({ bucket, changedAtSeq }) =>
      changedAtSeq > afterSeq && changedAtSeq <= toSeq ? [rounded(bucket)] : [],
    );
  }
}

function emptyBucket(second: number, method: string): CallBucket {
  return { second, method, calls: 0, failed: 0, totalMs: 0, maxMs: 0 };
}

function rounded(bucket: CallBucket): CallBucket {
  return { ...bucket, totalMs: Math.round(bucket.totalMs * 10) / 10, maxMs: Math.round(bucket.maxMs * 10) / 10 };
}
