import type { Failure } from "./failure.ts";

/** How one attempt of a call failed. */
export type LostAttempt = {
  failure: Failure;
  /** It had been sent. */
  wasSent: boolean;
  /** Nothing else was in flight, and the gateway had just answered a small call on the same connection. */
  wasAlone: boolean;
  /** The connection broke during the call, without a closing handshake or over the size of a message. */
  brokeConnection: boolean;
};

/** One broken connection may be the network's fault; a second one during the same call may be the call's. */
const breaksUntilSuspect = 2;
const breaksAloneUntilGuilty = 2;

/**
 * Finds out whether a call breaks its connection. An answer that is too large ends the connection for all calls in flight, and
 * so does a call that crashes the gateway. The calls in flight are suspects and are repeated alone; the one during which the
 * connection breaks again is the cause. So one agent's file is not mistaken for a gateway that is away.
 */
export class LostCall {
  #breaks = 0;
  #breaksAlone = 0;
  #isSuspect = false;

  /** It must be sent while nothing else is in flight. */
  get isSuspect(): boolean {
    return this.#isSuspect;
  }

  /**
   * Records an attempt.
   * @returns why the call has failed for good, once that is certain
   */
  note({ failure, wasSent, wasAlone, brokeConnection }: LostAttempt): Failure | null {
    if (!wasSent || !brokeConnection) return null;
    const isCertain = failure.kind === "suspect";
    this.#breaks += 1;
    if (wasAlone) this.#breaksAlone += 1;
    this.#isSuspect ||= isCertain || this.#breaks >= breaksUntilSuspect;
    if (isCertain && wasAlone) return { ...failure, kind: "permanent" };
    if (this.#breaksAlone < breaksAloneUntilGuilty) return null;
    const message = `the connection broke each of the ${this.#breaks} times this was asked, while the gateway answered other calls (${failure.message})`;
    return { kind: "permanent", code: "gateway-call-failed", message };
  }
}
