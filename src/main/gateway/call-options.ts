export type CallOptions = {
  /** How long to wait for the answer. Default 60 s; `config.patch` needs minutes (docs/gateways.md). */
  timeoutMs?: number;
  /** How long the answer usually takes, for the operator. */
  expectedMs?: number | null;
  signal?: AbortSignal | undefined;
  /**
   * `read` may be repeated and aborted at any time; `write` may be repeated, but once sent its answer is awaited even if
   * `signal` aborts; `once` is never repeated after its answer was lost: that is an `UnknownResultError`; `single-write` is a
   * write that is not repeated after the gateway was away: that is an `UnknownResultError` even if it was never sent, and the
   * caller reads again first.
   */
  kind?: "read" | "write" | "once" | "single-write";
  /** Records whether the write may have arrived, also when the call throws. */
  delivery?: Delivery;
};

/** Whether a write may have taken effect without an answer that confirms it. */
export type Delivery = { mayHaveArrived: boolean };
