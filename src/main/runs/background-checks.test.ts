import { describe, expect, it } from "vitest";
import { BackgroundChecks, type CheckSchedule } from "./background-checks.ts";

const minuteMs = 60_000;

/** A clock at minute 0, and checks that run until they are told to end. */
function fixture(...schedules: CheckSchedule[]) {
  let nowMs = 0;
  const started: string[] = [];
  const faults: unknown[] = [];
  const busy = new Set<string>();
  let outcome: () => Promise<unknown> = async () => {};
  const checks = new BackgroundChecks({
    schedules: () => schedules,
    isBusy: (gatewayId) => busy.has(gatewayId),
    check: (gatewayId) => {
      started.push(`${gatewayId} at ${nowMs / minuteMs}`);
      return outcome();
    },
    onFault: (error) => faults.push(error),
    nowMs: () => nowMs,
  });
  return {
    schedules,
    started,
    busy,
    faults,
    checksEndAs: (end: () => Promise<unknown>) => {
      outcome = end;
    },
    lookAt: (minute: number) => {
      nowMs = minute * minuteMs;
      return checks.checkDue();
    },
  };
}

const every = (everyMinutes: number, gatewayId = "berlin"): CheckSchedule => ({
  gatewayId,
  everyMinutes,
  lastCheckedAtMs: 0,
});

describe("background checks", () => {
  it("come one interval after the last one, also when another process made that one", async () => {
    const { started, lookAt, schedules } = fixture(every(5));
    for (const minute of [0, 4.9, 5, 6]) await lookAt(minute);
    expect(started).toEqual(["berlin at 5"]);
    Object.assign(schedules[0] ?? {}, { lastCheckedAtMs: 8 * minuteMs });
    for (const minute of [10, 12.9, 13]) await lookAt(minute);
    expect(started).toEqual(["berlin at 5", "berlin at 13"]);
  });

  it("come at once when the clock was set back, and then at their interval", async () => {
    const { started, lookAt } = fixture({ ...every(5), lastCheckedAtMs: 2_000 * minuteMs });
    for (const minute of [10, 11, 15]) await lookAt(minute);
    expect(started).toEqual(["berlin at 10", "berlin at 15"]);
    for (const minute of [2, 3, 7]) await lookAt(minute);
    expect(started.slice(2)).toEqual(["berlin at 2", "berlin at 7"]);
  });

  it("pass a gateway over while a run is on, and take it as soon as none is", async () => {
    const { started, lookAt, busy } = fixture(every(5));
    busy.add("berlin");
    await lookAt(5);
    await lookAt(6);
    expect(started).toEqual([]);
    busy.clear();
    await lookAt(6.2);
    expect(started).toEqual(["berlin at 6.2"]);
  });

  it("are never two at once, and the one that is due the longest comes first", async () => {
    const { started, lookAt, checksEndAs } = fixture(every(60, "bonn"), every(5), every(15, "bern"));
    const { promise, resolve } = Promise.withResolvers<void>();
    checksEndAs(() => promise);
    const first = lookAt(20);
    await lookAt(21);
    expect(started).toEqual(["berlin at 20"]);
    resolve();
    await first;
    await lookAt(22);
    expect(started).toEqual(["berlin at 20", "bern at 22"]);
  });

  it("wait their interval after one that failed, and say so", async () => {
    const { started, faults, lookAt, checksEndAs } = fixture(every(5));
    checksEndAs(() => Promise.reject(new Error("no such gateway")));
    for (const minute of [5, 6, 9.9, 10]) await lookAt(minute);
    expect(started).toEqual(["berlin at 5", "berlin at 10"]);
    expect(faults).toHaveLength(2);
  });
});
