import type { HelloOk } from "@openclaw/gateway-protocol/frame-guards";
import { awake } from "../awake/awake.ts";
import { abortable, abortableSleep } from "./abortable.ts";
import type { CallOptions } from "./call-options.ts";
import type { CallCounts, ConnectionObserver, ConnectionOptions } from "./connection-options.ts";
import {
  classifyFailure,
  type Failure,
  GatewayCallError,
  isAnswer,
  isBreak,
  MalformedAnswerError,
  oversized,
  UnknownResultError,
} from "./failure.ts";
import { InFlightLimit } from "./in-flight-limit.ts";
import { type LostAttempt, LostCall } from "./lost-call.ts";
import { type GatewayLink, type GatewayTarget, openLink } from "./open-link.ts";
import { probe } from "./probe-link.ts";
import { refusal } from "./refusal.ts";
import { requireAddress, requireToken } from "./require-address.ts";
import { defaultRetryPolicy, RetryClock, retryDelayMs } from "./retry-clock.ts";
import { defaultTimeoutMs, sendCall } from "./send-call.ts";
import { untilClosed } from "./until-closed.ts";

export type { CallOptions, Delivery } from "./call-options.ts";

const defaultReadAgainAfterMs = 15_000;

/**
 * The one connection to a gateway: opened when first needed, opened again by the retry clock when it is lost, with many
 * calls in flight. Every call goes through `call`, which decides from the classified failure whether to wait, retry or give up.
 */
export class GatewayConnection {
  readonly target: GatewayTarget;
  readonly clock: RetryClock;
  readonly limit: InFlightLimit;
  readonly counts: CallCounts = { calls: 0, retries: 0, byMethod: new Map() };
  readonly #options: ConnectionOptions;
  #observers = new Set<ConnectionObserver>();
  #link: GatewayLink | null = null;
  #opening: Promise<GatewayLink> | null = null;
  #hasOpened = false;
  readonly #closing = new AbortController();
  #sleeping = new AbortController();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.target = options.target;
    this.limit = new InFlightLimit(Math.min(options.maxInFlight ?? 32, 64));
    this.clock = new RetryClock(options.retryPolicy ?? defaultRetryPolicy, (waiting) => {
      this.counts.retries += 1;
      for (const observer of this.#observers) observer.onWaiting?.(waiting);
    });
  }

  /** Adds an observer; the returned function removes it. */
  observe(observer: ConnectionObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /**
   * Calls a gateway method and returns its payload, unvalidated.
   * @throws FlightDeckError gateway-unreachable, or the code of the proxy, when that stayed away, gateway-auth / -pairing / -refused /
   * -tls when it refused us, gateway-no-url / -address / -token-needed when the record is not enough; GatewayCallError when it refused
   * this call for good; UnknownResultError when the answer to a `once` call was lost; the reason of `signal` when that aborts
   */
  async call(method: string, params: unknown, options: CallOptions = {}): Promise<unknown> {
    const firstTryAtMs = awake.nowMs();
    const lost = new LostCall();
    for (let attempt = 1; ; attempt += 1) {
      const link = await this.#ready(options.signal);
      const generation = this.clock.generation;
      const result = await this.#attempt({ link, generation, method, params, options, attempt, alone: lost.isSuspect });
      if ("answer" in result) return result.answer;
      const guilt = lost.note(result);
      if (guilt) throw new GatewayCallError(method, guilt);
      const { failure } = result;
      this.#giveUpOnCall(method, failure, firstTryAtMs);
      await this.#beforeRetry({ link, failure, generation, attempt, signal: options.signal });
      const wasAway = ["away", "timeout", "suspect"].includes(failure.kind);
      if (options.kind === "single-write" && wasAway) throw new UnknownResultError(failure.message);
    }
  }

  /** Opens the connection if necessary, and returns the gateway's handshake answer. */
  async hello(signal?: AbortSignal): Promise<HelloOk> {
    return (await this.#ready(signal)).hello;
  }

  /** Resolves when the current connection is gone (at once when there is none), at most after `timeoutMs`. */
  async untilClosed(timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.#link ? untilClosed(this.#link, timeoutMs, signal) : true;
  }

  get connected(): boolean {
    return this.#link !== null;
  }

  /** Host and port of the proxy that the present connection goes through; null for none. */
  get proxy(): string | null {
    return this.#link?.proxy ?? null;
  }

  /** @param reason what calls in progress throw */
  close(reason = new Error("connection closed")): void {
    this.#closing.abort(reason);
    this.#link?.close();
    this.#link = null;
  }

  /**
   * After sleep, an open connection is presumed dead: the next call opens another one. Calls in flight are tried again where a
   * repeat is safe, and an outage begins anew.
   */
  wokeUp(): void {
    this.#sleeping.abort(new GatewayCallError("connect", asleep));
    this.#sleeping = new AbortController();
    this.clock.restart();
    if (this.#link) this.#drop(this.#link);
  }

  async #attempt(call: Attempt): Promise<{ answer: unknown } | LostAttempt> {
    const { link, generation, method, options, alone } = call;
    const leave = await (alone ? this.limit.enterAlone() : this.limit.enter());
    const sent = { done: false };
    const mayHaveArrived = options.delivery?.mayHaveArrived ?? false;
    try {
      options.signal?.throwIfAborted();
      if (alone) await probe(link);
      const answer = await this.#send(call, sent);
      this.clock.succeeded(generation);
      this.limit.grow();
      return { answer };
    } catch (error) {
      // Refusing this try says nothing about an earlier one whose answer was lost.
      if (options.delivery && isAnswer(error)) options.delivery.mayHaveArrived = mayHaveArrived;
      options.signal?.throwIfAborted();
      if (error instanceof GatewayCallError) throw error;
      const isMalformed = error instanceof MalformedAnswerError;
      if (isMalformed && sent.done && (options.kind === "once" || options.kind === "single-write"))
        throw new UnknownResultError(error.message);
      const answered = isAnswer(error);
      const overSize = !answered && link.closedOverSize();
      const failure = overSize ? oversized(link.maxMessageBytes) : classifyFailure(error, link.closeCode());
      if (!answered && !isMalformed && failure.kind !== "timeout") this.#drop(link);
      if (failure.kind === "permanent") throw new GatewayCallError(method, failure);
      if (options.kind === "once" && sent.done && lostAnswer(link, failure))
        throw new UnknownResultError(failure.message);
      const brokeConnection =
        failure.kind === "suspect" || (!answered && failure.kind === "away" && isBreak(link.closeCode()));
      return { failure, wasSent: sent.done, wasAlone: alone, brokeConnection };
    } finally {
      leave();
    }
  }

  async #send({ link, method, params, options, attempt }: Attempt, sent: { done: boolean }): Promise<unknown> {
    const startedAtMs = awake.nowMs();
    this.counts.calls += 1;
    this.counts.byMethod.set(method, (this.counts.byMethod.get(method) ?? 0) + 1);
    const { readAgainAfterMs = defaultReadAgainAfterMs } = this.clock.policy;
    const timeoutMs = this.#atMost(options.timeoutMs ?? defaultTimeoutMs);
    let ok = false;
    try {
      const answer = await sendCall({
        link,
        method,
        params,
        options: { ...options, timeoutMs },
        readAgainAfterMs: options.timeoutMs === undefined ? readAgainAfterMs * attempt : null,
        onSent: () => {
          sent.done = true;
          if (options.delivery) options.delivery.mayHaveArrived = true;
        },
        onPending: (pending) => {
          for (const observer of this.#observers) observer.onPending?.(pending);
        },
      });
      if (options.delivery) options.delivery.mayHaveArrived = false;
      ok = true;
      return answer;
    } finally {
      const timing = { method, durationMs: awake.nowMs() - startedAtMs, ok };
      for (const observer of this.#observers) observer.onCall?.(timing);
    }
  }

  /** The open link, or a new one; all callers share one attempt at a time. */
  async #ready(signal?: AbortSignal): Promise<GatewayLink> {
    while (true) {
      if (this.#link && this.#link.closeCode() === undefined) return this.#link;
      requireAddress(this.target);
      requireToken(this.target);
      await this.clock.turn(signal);
      this.#opening ??= this.#open().finally(() => {
        this.#opening = null;
      });
      const generation = this.clock.generation;
      try {
        return await abortable(this.#opening, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof GatewayCallError)) throw error;
        const isPassing = error.failure.isUnknownHost === true && this.#wasReached();
        if (error.failure.kind === "permanent" && !isPassing) throw refusal(this.target, error.failure);
        this.clock.failed(generation, error.failure);
      }
    }
  }

  #atMost(limitMs: number): number {
    return Math.min(limitMs, this.clock.policy.answerLimitMs ?? limitMs);
  }

  #wasReached(): boolean {
    return this.#hasOpened || (this.#options.wasReached?.() ?? false);
  }

  /** A connection that lost a call without an answer is not reused, whether or not its socket has noticed. */
  #drop(link: GatewayLink): void {
    if (this.#link === link) this.#link = null;
    link.close();
  }

  async #open(): Promise<GatewayLink> {
    this.#link = null;
    const link = await openLink({
      ...this.#options,
      connectTimeoutMs: this.#atMost(this.#options.connectTimeoutMs ?? 20_000),
      signal: AbortSignal.any([this.#closing.signal, this.#sleeping.signal]),
    });
    this.#link = link;
    this.#hasOpened = true;
    void link.closed.then(() => {
      if (this.#link === link) this.#link = null;
    });
    for (const observer of this.#observers) observer.onConnected?.(link.hello);
    return link;
  }

  async #beforeRetry(retry: {
    link: GatewayLink;
    failure: Failure;
    generation: number;
    attempt: number;
    signal: AbortSignal | undefined;
  }): Promise<void> {
    const { link, failure, generation, attempt, signal } = retry;
    if (failure.kind === "suspect") {
      // The gateway is not away: other calls need not wait.
      this.counts.retries += 1;
      return;
    }
    if (failure.kind === "busy") this.limit.shrink();
    const silentMs = awake.nowMs() - link.lastHeardAtMs();
    // A gateway that answers others is not away: one answer was lost.
    const isLost = failure.kind === "timeout" && silentMs <= this.#atMost(defaultTimeoutMs) / 2;
    if (failure.kind === "busy" || failure.kind === "rate-limited" || isLost) {
      const nextTryInMs = retryDelayMs(this.clock.policy, attempt, failure.retryAfterMs);
      this.counts.retries += 1;
      if (failure.kind !== "busy") {
        const waiting = { attempt, nextTryInMs, reason: failure.message, code: "gateway-unreachable" } as const;
        for (const observer of this.#observers) observer.onWaiting?.(waiting);
      }
      return abortableSleep(nextTryInMs, signal);
    }
    // A gateway that is silent for every call has lost us, even if the socket looks open.
    if (failure.kind === "timeout") this.#drop(link);
    this.clock.failed(generation, failure);
  }

  /** A single call that keeps failing while others succeed must end too; it fails alone and the run continues. */
  #giveUpOnCall(method: string, failure: Failure, firstTryAtMs: number): void {
    const spentMs = awake.nowMs() - firstTryAtMs;
    const waitMs = failure.retryAfterMs ?? 0;
    if (failure.kind === "away" || spentMs + waitMs < this.clock.policy.giveUpAfterMs) return;
    throw new GatewayCallError(method, { ...failure, kind: "permanent", code: "gateway-call-failed" });
  }
}

const asleep: Failure = { kind: "away", code: "gateway-unreachable", message: "this machine was asleep" };

function lostAnswer(link: GatewayLink, failure: Failure): boolean {
  return failure.kind === "timeout" || link.closeCode() !== undefined;
}

type Attempt = {
  link: GatewayLink;
  generation: number;
  method: string;
  params: unknown;
  options: CallOptions;
  /** 1 for the first. */
  attempt: number;
  /** To be sent while nothing else is in flight, once the gateway has answered a small call. */
  alone: boolean;
};
