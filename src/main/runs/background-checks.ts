/** When a gateway is due for a check by itself. */
export type CheckSchedule = {
  gatewayId: string;
  everyMinutes: number;
  /** When it was last checked, or when checks were first wanted; ms since 1970. */
  lastCheckedAtMs: number;
};

export type BackgroundChecksOptions = {
  /** The gateways that are to be checked by themselves, as they are now. */
  schedules: () => CheckSchedule[];
  /** Whether a run goes on at the gateway, whoever carries it. */
  isBusy: (gatewayId: string) => boolean;
  /** Carries one check out to its end. */
  check: (gatewayId: string) => Promise<unknown>;
  /** Told of what should not have happened. */
  onFault: (error: unknown) => void;
  nowMs?: () => number;
};

/** How often the clock is looked at: a small part of the shortest interval. */
const lookEveryMs = 10_000;

/**
 * Checks gateways at the intervals that their operators chose: one at a time over all gateways, never one with a run on.
 * A gateway that is busy is passed over until it is not.
 */
export class BackgroundChecks {
  readonly #options: BackgroundChecksOptions;
  /** When a check began, also one that came to nothing: a gateway that is away is not tried at every look. */
  readonly #triedAtMs = new Map<string, number>();
  #isLooking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BackgroundChecksOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), lookEveryMs).unref();
  }

  /** Begins no further check; one that goes on is a run like any other, and ends with those. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Starts the check that has been due the longest, if one is due, and resolves when it has ended. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const nowMs = (this.#options.nowMs ?? Date.now)();
      const gatewayId = this.#longestDue(nowMs);
      if (gatewayId === undefined) return;
      this.#triedAtMs.set(gatewayId, nowMs);
      await this.#options.check(gatewayId);
    } catch (error) {
      this.#options.onFault(error);
    } finally {
      this.#isLooking = false;
    }
  }

  #longestDue(nowMs: number): string | undefined {
    const { schedules, isBusy } = this.#options;
    const dueAtMs = ({ gatewayId, everyMinutes, lastCheckedAtMs }: CheckSchedule) =>
      Math.max(lastCheckedAtMs, this.#triedAtMs.get(gatewayId) ?? 0) + everyMinutes * 60_000;
    return schedules()
      .filter((schedule) => dueAtMs(schedule) <= nowMs && !isBusy(schedule.gatewayId))
      .toSorted((one, other) => dueAtMs(one) - dueAtMs(other))
      .at(0)?.gatewayId;
  }
}
