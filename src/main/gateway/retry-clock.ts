import { setTimeout as sleep } from "node:timers/promises";
import { type ErrorCode, FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { awake } from "../awake/awake.ts";
import type { Failure } from "./failure-kinds.ts";
import { type AwayCode, awayHint, isProxyCode } from "./proxy-hint.ts";

/** How retries are spaced (docs/behaviour.md, Retries). All times in milliseconds. */
export type RetryPolicy = {
  baseMs: number;
  maxMs: number;
  jitter: number;
  giveUpAfterMs: number;
  /** How long a read waits before it is repeated while other calls are answered; longer with every try. Default 15 s. */
  readAgainAfterMs?: number;
  /** The most that any call waits for its answer, and a connection for its handshake; by default the limit of each call. */
  answerLimitMs?: number;
};

export const defaultRetryPolicy: RetryPolicy = { baseMs: 750, maxMs: 30_000, jitter: 0.2, giveUpAfterMs: 600_000 };

/** The wait before attempt number `attempt` (1 = the first retry), never shorter than the gateway's own `retryAfterMs`. */
export function retryDelayMs(policy: RetryPolicy, attempt: number, retryAfterMs = 0, random = Math.random()): number {
  const backoffMs = Math.min(policy.baseMs * 2 ** (attempt - 1), policy.maxMs);
  return Math.max(retryAfterMs, Math.round(backoffMs * (1 + policy.jitter * (2 * random - 1))));
}

export type Waiting = { attempt: number; nextTryInMs: number; reason: string; code: AwayCode };

/**
 * The clock that all calls to one gateway wait on while it is away. The first failure opens an outage; failures of calls
 * already in flight count as the same attempt; any success ends it.
 */
export class RetryClock {
  readonly #policy: RetryPolicy;
  readonly #onWaiting: (waiting: Waiting) => void;
  #outage: { sinceMs: number; attempt: number; nextTryAtMs: number } | null = null;
  #wake = new AbortController();
  #generation = 0;

  constructor(policy: RetryPolicy, onWaiting: (waiting: Waiting) => void) {
    this.#policy = policy;
    this.#onWaiting = onWaiting;
  }

  /** Read before a call and passed on with its result, so that 64 calls that fail together count as one failed attempt. */
  get generation(): number {
    return this.#generation;
  }

  get policy(): RetryPolicy {
    return this.#policy;
  }

  /** Ends the outage. Called when the gateway answered a call that began in `generation`. */
  succeeded(generation: number): void {
    if (this.#outage && generation === this.#generation) this.#outage = null;
  }

  /**
   * Records that a call of `generation` found the gateway away.
   *
   * @throws FlightDeckError gateway-unreachable, or the code of a proxy, when the outage has lasted `giveUpAfterMs`
   */
  failed(generation: number, failure: Pick<Failure, "message" | "retryAfterMs" | "code">): void {
    const nowMs = awake.nowMs();
    const { message: reason, retryAfterMs = 0 } = failure;
    const code = awayCodeOf(failure.code);
    if (generation !== this.#generation) {
      this.#giveUpWhenOver(nowMs, reason, code);
      return;
    }
    this.#generation += 1;
    const sinceMs = this.#outage?.sinceMs ?? nowMs;
    const attempt = (this.#outage?.attempt ?? 0) + 1;
    const remainingMs = sinceMs + this.#policy.giveUpAfterMs - nowMs;
    const delayMs = Math.max(0, Math.min(retryDelayMs(this.#policy, attempt, retryAfterMs), remainingMs));
    this.#outage = { sinceMs, attempt, nextTryAtMs: nowMs + delayMs };
    this.#giveUpWhenOver(nowMs, reason, code);
    this.#onWaiting({ attempt, nextTryInMs: delayMs, reason, code });
  }

  /** Waits until the gateway may be tried again; at once when it is not away. Rejects when `signal` aborts. */
  async turn(signal?: AbortSignal): Promise<void> {
    while (this.#outage) {
      const waitMs = this.#outage.nextTryAtMs - awake.nowMs();
      if (waitMs <= 0) return;
      await interruptibleSleep(waitMs, this.#wake.signal, signal);
    }
  }

  /** The operator's "Retry now": all waiting calls try at once. */
  retryNow(): void {
    if (this.#outage) this.#outage.nextTryAtMs = awake.nowMs();
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  /** After sleep: an outage begins anew, and all waiting calls try at once. */
  restart(): void {
    const nowMs = awake.nowMs();
    if (this.#outage) this.#outage = { ...this.#outage, sinceMs: nowMs, attempt: 0 };
    this.retryNow();
  }

  /** Resets for a new run: an outage that an earlier run gave up on does not count. */
  reset(): void {
    this.#outage = null;
    this.retryNow();
  }

  #giveUpWhenOver(nowMs: number, reason: string, code: AwayCode): void {
    if (!this.#outage || nowMs - this.#outage.sinceMs < this.#policy.giveUpAfterMs) return;
    throw new FlightDeckError(
      code,
      `The gateway was unreachable for ${spell(this.#policy.giveUpAfterMs)}. Last error: ${reason}`,
      awayHint(code, hintsOf("gateway-unreachable").syncAgain),
    );
  }
}

function awayCodeOf(code: ErrorCode): AwayCode {
  return isProxyCode(code) ? code : "gateway-unreachable";
}

function spell(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  if (seconds >= 120) return `${Math.round(seconds / 60)} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}

/** Sleeps `ms`, or until `wake` fires; rejects with the reason of `signal` when that aborts. */
async function interruptibleSleep(ms: number, wake: AbortSignal, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const either = signal ? AbortSignal.any([wake, signal]) : wake;
  await sleep(ms, undefined, { signal: either }).catch(() => undefined);
  signal?.throwIfAborted();
}
