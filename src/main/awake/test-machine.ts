import os from "node:os";
import { vi } from "vitest";

export type Machine = {
  /** Closes the lid for eight hours. */
  sleep(): void;
  /** How often it has slept. */
  readonly nights: number;
  restore(): void;
};

const nightMs = 8 * 60 * 60_000;

type Pending = { run: () => void; dueAtMs: number; cancel: () => void };

/**
 * A machine that can sleep. On one that counts sleep, macOS or Windows, the monotonic clock runs on, and every timer that was due
 * meanwhile fires at once. On Linux neither happens.
 */
export function startMachine({ countsSleep }: { countsSleep: boolean }): Machine {
  const realSetTimeout = globalThis.setTimeout;
  const realClearTimeout = globalThis.clearTimeout;
  const realMonotonic = performance.now.bind(performance);
  const realWall = Date.now.bind(Date);
  const realUptime = os.uptime.bind(os);
  const pending = new Map<unknown, Pending>();
  let sleptMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => realMonotonic() + (countsSleep ? sleptMs : 0));
  vi.spyOn(Date, "now").mockImplementation(() => realWall() + sleptMs);
  vi.spyOn(os, "uptime").mockImplementation(() => realUptime() + sleptMs / 1000);
  const timeout = vi.spyOn(globalThis, "setTimeout");
  timeout.mockImplementation(((work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const timer = realSetTimeout(() => {
      pending.delete(timer);
      work(...args);
    }, ms);
    const cancel = () => realClearTimeout(timer);
    pending.set(timer, { run: () => work(...args), dueAtMs: realMonotonic() + ms, cancel });
    return timer;
  }) as typeof setTimeout);
  const clear = vi.spyOn(globalThis, "clearTimeout");
  clear.mockImplementation((timer) => {
    pending.delete(timer);
    realClearTimeout(timer);
  });
  return {
    sleep() {
      sleptMs += nightMs;
      if (!countsSleep) return;
      const due = [...pending.values()].toSorted((one, other) => one.dueAtMs - other.dueAtMs);
      pending.clear();
      for (const { run, cancel } of due) {
        cancel();
        setImmediate(run);
      }
    },
    get nights() {
      return sleptMs / nightMs;
    },
    restore: () => vi.restoreAllMocks(),
  };
}
