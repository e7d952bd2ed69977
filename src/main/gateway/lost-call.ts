import type { Failure } from "./failure.ts";

/** How one attempt of a call came to nothing. */
export type LostAttempt = {
  failure: Failure;
  /** It had gone out. */
  wasSent: boolean;
  /** Nothing else was in flight, and the gateway had just answered something small on the same connection. */
  wasAlone: boolean;
  /** The connection broke under it without a goodbye, or over the size of a message. */
  brokeConnection: boolean;
};

/** A connection that broke may have been the network's fault; one that breaks under the same call again may be the call's. */
const breaksUntilSuspect = 2;
const breaksAloneUntilGuilty = 2;

/**
 * Finds out whether a call takes its connection with it: an answer that is larger than a message may be ends the connection
 * for everything in flight, and so does a call that makes the gateway fall over. Whoever was in flight is suspect and is sent
 * again alone; under whom the connection breaks then is to blame. So one agent's file does not pass for a gateway that is away.
 */
export class LostCall {
  #breaks = 0;
  #breaksAlone = 0;
  #isSuspect = false;

  /** It is to be sent while nothing else is in flight. */
  get isSuspect(): boolean {
    return this.#isSuspect;
  }

  /** Takes note of an attempt. @returns why the call has failed for good, once that is certain */
  note({ failure, wasSent, wasAlone, brokeConnection }: LostAttempt): Failure | null {
    if (!wasSent || !brokeConnection) return null;
    const isOversized = failure.kind === "oversized";
    this.#breaks += 1;
    if (wasAlone) this.#breaksAlone += 1;
    this.#isSuspect ||= isOversized || this.#breaks >= breaksUntilSuspect;
    if (isOversized && wasAlone) return { ...failure, kind: "permanent" };
    if (this.#breaksAlone < breaksAloneUntilGuilty) return null;
    const message = `the connection broke each of the ${this.#breaks} times this was asked, while the gateway answered other calls (${failure.message})`;
    return { kind: "permanent", code: "gateway-call-failed", message };
  }
}
