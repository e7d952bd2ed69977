/** What the time is read from. */
export type ClockSources = {
  /** Counts on during sleep on macOS and Windows, and stops on Linux. */
  monotonicMs: () => number;
  /** Counts on during sleep everywhere, and is not moved when the time of day is set. */
  uptimeMs: () => number;
};

/** How often the clock is read, whether or not anything asks for the time. */
export const tickMs = 5_000;
/** A tick that comes this much too late was slept through: a busy machine is not as late. */
export const lateMs = 30_000;

/**
 * A clock for limits of work in progress: time in which the machine slept does not count on it. It notices sleep because two
 * readings are far apart, on either clock, although they are read at every tick; hosts that are told of sleep may pass that on.
 */
export class AwakeClock {
  readonly #sources: ClockSources;
  readonly #onWake = new Set<(sleptMs: number) => void>();
  #last: { monotonicMs: number; uptimeMs: number };
  #awakeMs = 0;
  /** The uptime when the system told that it would sleep, until it is awake. */
  #suspendedAtMs: number | null = null;

  constructor(sources: ClockSources) {
    this.#sources = sources;
    this.#last = read(sources);
  }

  /** The time since any fixed moment, without sleep. */
  nowMs(): number {
    this.tick();
    return this.#awakeMs;
  }

  /** Reads the sources. Call it at least every `tickMs`. */
  tick(): void {
    const now = read(this.#sources);
    const passedMs = Math.max(0, now.monotonicMs - this.#last.monotonicMs);
    const upPassedMs = now.uptimeMs - this.#last.uptimeMs;
    this.#last = now;
    const longestMs = Math.max(passedMs, upPassedMs);
    if (longestMs <= tickMs + lateMs) {
      this.#awakeMs += passedMs;
      return;
    }
    this.#awakeMs += Math.min(passedMs, tickMs);
    this.#wake(longestMs);
  }

  /** The system is about to sleep. */
  suspended(): void {
    this.tick();
    this.#suspendedAtMs = this.#last.uptimeMs;
  }

  /** The system is awake again, however short its sleep was. */
  resumed(): void {
    this.tick();
    if (this.#suspendedAtMs !== null) this.#wake(this.#last.uptimeMs - this.#suspendedAtMs);
  }

  /**
   * Calls `listener` after every sleep, with its length, and not while the time is being read.
   * @returns stops that
   */
  onWake(listener: (sleptMs: number) => void): () => void {
    this.#onWake.add(listener);
    return () => this.#onWake.delete(listener);
  }

  #wake(sleptMs: number): void {
    this.#suspendedAtMs = null;
    queueMicrotask(() => {
      for (const listener of this.#onWake) listener(sleptMs);
    });
  }
}

function read({ monotonicMs, uptimeMs }: ClockSources): { monotonicMs: number; uptimeMs: number } {
  return { monotonicMs: monotonicMs(), uptimeMs: uptimeMs() };
}
