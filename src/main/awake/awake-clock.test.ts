import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AwakeClock, lateMs, tickMs } from "./awake-clock.ts";

const nightMs = 8 * 60 * 60_000;

/** A machine whose monotonic clock counts during sleep or not, with a clock that is read at every tick. */
function machine({ countsSleep }: { countsSleep: boolean }) {
  let monotonicMs = 1_000;
  let uptimeMs = 86_400_000;
  const clock = new AwakeClock({ monotonicMs: () => monotonicMs, uptimeMs: () => uptimeMs });
  const nights: number[] = [];
  clock.onWake((sleptMs) => nights.push(sleptMs));
  const pass = (ms: number) => {
    monotonicMs += ms;
    uptimeMs += ms;
  };
  return {
    clock,
    moveUptime: (byMs: number) => {
      uptimeMs += byMs;
    },
    work(ms: number) {
      for (let leftMs = ms; leftMs > 0; leftMs -= tickMs) {
        pass(Math.min(leftMs, tickMs));
        clock.tick();
      }
    },
    sleep(ms: number) {
      if (countsSleep) pass(ms);
      else uptimeMs += ms;
    },
    async wakes() {
      await Promise.resolve();
      return nights;
    },
  };
}

describe.each([{ countsSleep: true }, { countsSleep: false }])("a machine with $countsSleep", (kind) => {
  test("time asleep does not count, and the wake-up is told once, also if reading the time notices it", async () => {
    const { clock, work, sleep, wakes } = machine(kind);
    const startedAtMs = clock.nowMs();
    work(60_000);
    sleep(nightMs);
    expect(clock.nowMs() - startedAtMs).toBeLessThanOrEqual(60_000 + tickMs);
    work(60_000);
    expect(clock.nowMs() - startedAtMs).toBeGreaterThanOrEqual(120_000);
    expect(clock.nowMs() - startedAtMs).toBeLessThanOrEqual(120_000 + tickMs);
    expect(await wakes()).toEqual([nightMs]);
  });

  test("what the system tells counts once, also for a sleep that is too short to be noticed", async () => {
    const { clock, work, sleep, wakes } = machine(kind);
    for (const sleptMs of [1_000, nightMs]) {
      work(10_000);
      clock.suspended();
      sleep(sleptMs);
      clock.resumed();
      clock.resumed();
      work(10_000);
    }
    expect(await wakes()).toEqual([1_000, nightMs]);
  });

  test("the time never runs backwards, and never faster than the machine's", () => {
    const step = fc.record({
      what: fc.constantFrom("work" as const, "sleep" as const, "moved" as const),
      ms: fc.integer({ min: 0, max: nightMs }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const { clock, work, sleep, moveUptime } = machine(kind);
        let workedMs = 0;
        let slept = 0;
        for (const { what, ms } of steps) {
          const beforeMs = clock.nowMs();
          if (what === "work") work(ms % 100_000);
          if (what === "work") workedMs += ms % 100_000;
          if (what === "sleep") sleep(ms);
          if (what === "sleep") slept += 1;
          if (what === "moved") moveUptime(-ms);
          expect(clock.nowMs()).toBeGreaterThanOrEqual(beforeMs);
        }
        // A short sleep may count as work: it is no longer than a busy machine's late tick.
        expect(clock.nowMs()).toBeLessThanOrEqual(workedMs + slept * (tickMs + lateMs));
      }),
    );
  });
});

test("a tick that a busy machine brings late is no sleep", async () => {
  const { clock, sleep, wakes } = machine({ countsSleep: true });
  sleep(lateMs);
  expect(clock.nowMs()).toBe(lateMs);
  expect(await wakes()).toEqual([]);
});
