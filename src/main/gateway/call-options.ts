export type CallOptions = {
  /** How long to wait for the answer. Default 60 s; `config.patch` needs minutes (docs/gateways.md). */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
  /**
   * `read` may be sent again and aborted at any time; `write` may be sent again, but once sent its answer is awaited even
   * when `signal` aborts; `once` is never sent again after its answer was lost: that is an `UnknownResultError`;
   * `single-write` is a write that is not sent again after the gateway was away: that is an `UnknownResultError`, also where
   * it was never sent, and the caller looks again first.
   */
  kind?: "read" | "write" | "once" | "single-write";
  /** Told what became of a write, also when the call throws. */
  delivery?: Delivery;
};

/** Whether a write may have taken effect without an answer that says so. */
export type Delivery = { mayHaveArrived: boolean };
