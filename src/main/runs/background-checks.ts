/** When a gateway is due for a background check. */
export type CheckSchedule = {
  gatewayId: string;
  everyMinutes: number;
  /** When it was last checked, or when checks were turned on; ms since 1970. */
  lastCheckedAtMs: number;
};

export type BackgroundChecksOptions = {
  /** The gateways with background checks, as they are now. */
  schedules: () => CheckSchedule[];
  /** Whether a run is in progress on the gateway, in any process. */
  isBusy: (gatewayId: string) => boolean;
  /** Whether no check may begin now, such as just after the machine woke up. */
  isHeld?: () => boolean;
  /** Runs one check to its end. */
  check: (gatewayId: string) => Promise<unknown>;
  /** Called for unexpected errors. */
  onFault: (error: unknown) => void;
  nowMs?: () => number;
};

/** How often to look for due checks: a small part of the shortest interval. */
const lookEveryMs = 10_000;

/**
 * Checks gateways at the intervals that their operators chose: one at a time over all gateways, and never during a run. A busy
 * gateway is checked later.
 */
export class BackgroundChecks {
  readonly #options: BackgroundChecksOptions;
  /** When a check began, even if it failed: a gateway that is away is not tried at every look. */
  readonly #triedAtMs = new Map<string, number>();
  #isChecking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BackgroundChecksOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.checkDue(), lookEveryMs).unref();
  }

  /** Starts no further check; one in progress is a run like any other, and is stopped with those. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Starts the check that has been due the longest, if one is due, and resolves when it has ended. */
  async checkDue(): Promise<void> {
    if (this.#isChecking || this.#options.isHeld?.()) return;
    this.#isChecking = true;
    try {
      const nowMs = (this.#options.nowMs ?? Date.now)();
      const gatewayId = this.#longestDue(nowMs);
      if (gatewayId === undefined) return;
      this.#triedAtMs.set(gatewayId, nowMs);
      await this.#options.check(gatewayId);
    } catch (error) {
      this.#options.onFault(error);
    } finally {
      this.#isChecking = false;
    }
  }

  #longestDue(nowMs: number): string | undefined {
    const { schedules, isBusy } = this.#options;
    // What is noted for a time that is still to come was noted before the clock was set back.
    const latestOf = (...timesMs: number[]) => Math.max(...timesMs.filter((timeMs) => timeMs <= nowMs));
    const dueAtMs = ({ gatewayId, everyMinutes, lastCheckedAtMs }: CheckSchedule) =>
      latestOf(lastCheckedAtMs, this.#triedAtMs.get(gatewayId) ?? Number.NEGATIVE_INFINITY) + everyMinutes * 60_000;
    return schedules()
      .filter((schedule) => dueAtMs(schedule) <= nowMs && !isBusy(schedule.gatewayId))
      .toSorted((one, other) => dueAtMs(one) - dueAtMs(other))
      .at(0)?.gatewayId;
  }
}
