import { WireError } from "./wire.ts";

const windowMs = 60_000;

/** A fixed window of 60 s per caller; every call counts, even if it is invalid or changes nothing. */
export class RateLimiter {
  readonly #method: string;
  readonly #limit: number | null;
  readonly #windows = new Map<string, { startedAtMs: number; count: number }>();

  constructor(options: { method: string; limit: number | null }) {
    this.#method = options.method;
    this.#limit = options.limit;
  }

  /** @throws WireError UNAVAILABLE with `retryAfterMs` when the caller has used up the window. */
  take(caller: string, nowMs = Date.now()): void {
    if (this.#limit === null) return;
    const window = this.#windows.get(caller);
    if (!window || nowMs - window.startedAtMs >= windowMs) {
      this.#windows.set(caller, { startedAtMs: nowMs, count: 1 });
      return;
    }
    if (window.count >= this.#limit)
      throw rateLimitError(this.#method, window.startedAtMs + windowMs - nowMs, this.#limit);
    window.count += 1;
  }
}

export function rateLimitError(method: string, retryAfterMs: number, limit: number): WireError {
  return new WireError({
    code: "UNAVAILABLE",
    message: `rate limit exceeded for ${method}; retry after ${Math.ceil(retryAfterMs / 1000)}s`,
    details: { method, limit: `${limit} per 60s` },
    retryable: true,
    retryAfterMs,
  });
}
