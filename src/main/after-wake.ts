import { networkInterfaces } from "node:os";
import { awake } from "./awake/awake.ts";

export type AfterWakeOptions = {
  nowMs?: () => number;
  isOnline?: () => boolean;
  /** From 0 to 1. */
  random?: () => number;
};

const shortestMs = 10_000;
const spreadMs = 30_000;
/** Then work begins without a network as well: a gateway may be on this machine. */
const longestMs = 10 * 60_000;

/**
 * Keeps work in the background waiting after a sleep, until there is a network again, and a little longer: by a different time on
 * each machine, so that those of one office do not all ask their gateways at nine o'clock.
 */
export class AfterWake {
  readonly #nowMs: () => number;
  readonly #isOnline: () => boolean;
  readonly #random: () => number;
  #pause: { sinceMs: number; leastMs: number } | null = null;

  constructor({ nowMs = () => awake.nowMs(), isOnline = hasNetwork, random = Math.random }: AfterWakeOptions = {}) {
    this.#nowMs = nowMs;
    this.#isOnline = isOnline;
    this.#random = random;
  }

  wokeUp(): void {
    this.#pause = { sinceMs: this.#nowMs(), leastMs: shortestMs + this.#random() * spreadMs };
  }

  /** Whether work in the background has to wait. */
  mustWait(): boolean {
    if (!this.#pause) return false;
    const passedMs = this.#nowMs() - this.#pause.sinceMs;
    const mustWait = passedMs < this.#pause.leastMs || (!this.#isOnline() && passedMs < longestMs);
    if (!mustWait) this.#pause = null;
    return mustWait;
  }
}

/** Whether this machine has an address that others can answer to. Those that it gives itself without a network do not count. */
export function hasNetwork(interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces()): boolean {
  const addresses = Object.values(interfaces).flatMap((each) => each ?? []);
  return addresses.some(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address));
}
