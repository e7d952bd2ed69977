/**
 * Bounds how many calls are in flight on one connection. A gateway answers "busy" at about 260 (docs/gateways.md), so the
 * bound starts well below, halves whenever the gateway says busy, and grows back by one after every full round of successes.
 */
export class InFlightLimit {
  #max: number;
  #limit: number;
  #inFlight = 0;
  #successes = 0;
  readonly #queue: (() => void)[] = [];
  /** Calls that must be alone in flight, first come first served, before the queue. */
  readonly #loners: (() => void)[] = [];
  #hasLoner = false;

  constructor(max: number) {
    this.#max = max;
    this.#limit = max;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Sets the operator's own limit. */
  setMax(max: number): void {
    this.#max = max;
    this.#limit = max;
    this.#successes = 0;
  }

  /** Waits for a place; call the returned function once to release it. */
  async enter(): Promise<() => void> {
    if (this.#isFull()) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#inFlight += 1;
    return this.#leaveOnce();
  }

  /** Waits until nothing else is in flight, and keeps other calls waiting until the place is released. */
  async enterAlone(): Promise<() => void> {
    if (this.#inFlight > 0 || this.#hasLoner) await new Promise<void>((resolve) => this.#loners.push(resolve));
    else {
      this.#hasLoner = true;
      this.#inFlight = 1;
    }
    return this.#leaveOnce();
  }

  /** The gateway said it is busy: allow half as many, at least 4. */
  shrink(): void {
    this.#limit = Math.max(4, Math.floor(this.#limit / 2));
    this.#successes = 0;
  }

  /** A call was answered: after as many answers as the limit, allows one more call. */
  grow(): void {
    if (this.#limit >= this.#max || ++this.#successes < this.#limit) return;
    this.#limit += 1;
    this.#successes = 0;
  }

  #isFull(): boolean {
    return this.#inFlight >= this.#limit || this.#hasLoner || this.#loners.length > 0;
  }

  #leaveOnce(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#leave();
    };
  }

  #leave(): void {
    this.#inFlight -= 1;
    if (this.#inFlight === 0) {
      const loner = this.#loners.shift();
      this.#hasLoner = loner !== undefined;
      if (loner) {
        this.#inFlight = 1;
        loner();
        return;
      }
    }
    while (!this.#isFull()) {
      const next = this.#queue.shift();
      if (!next) return;
      this.#inFlight += 1;
      next();
    }
  }
}
