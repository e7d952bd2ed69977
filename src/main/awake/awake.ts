import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { AwakeClock, tickMs } from "./awake-clock.ts";

/** The clock of this process for everything that waits or has a limit. */
export const awake = new AwakeClock({ monotonicMs: () => performance.now(), uptimeMs: () => os.uptime() * 1000 });

setInterval(() => awake.tick(), tickMs).unref();

/**
 * As `AbortSignal.timeout`, for a limit in which sleep does not count. It does not keep the process running.
 * @param clock for tests
 */
export function awakeTimeout(limitMs: number, clock: Pick<AwakeClock, "nowMs"> = awake): AbortSignal {
  const limit = new AbortController();
  const endsAtMs = clock.nowMs() + limitMs;
  const wait = async () => {
    // On macOS and Windows a timer that was due during sleep fires at once after it.
    for (let leftMs = limitMs; leftMs > 0; leftMs = endsAtMs - clock.nowMs()) {
      await sleep(leftMs, undefined, { ref: false });
    }
    limit.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
  };
  void wait();
  return limit.signal;
}
