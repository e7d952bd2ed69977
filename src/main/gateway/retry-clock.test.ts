import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FlightDeckError } from "../../shared/errors.ts";
import { defaultRetryPolicy, RetryClock, retryDelayMs, type Waiting } from "./retry-clock.ts";

const away = (message: string) => ({ code: "gateway-unreachable", message }) as const;
const quick = { baseMs: 5, maxMs: 40, jitter: 0, giveUpAfterMs: 10_000 };

describe("retryDelayMs", () => {
  test("doubles from 0.75 s up to 30 s", () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => retryDelayMs(defaultRetryPolicy, attempt, 0, 0.5));
    expect(delays).toEqual([750, 1500, 3000, 6000, 12_000, 24_000, 30_000, 30_000]);
  });

  test("jitters by 20 % and never goes below what the gateway asks for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 90_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, retryAfterMs, random) => {
          const delayMs = retryDelayMs(defaultRetryPolicy, attempt, retryAfterMs, random);
          const planned = retryDelayMs(defaultRetryPolicy, attempt, 0, 0.5);
          expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs);
          expect(delayMs).toBeLessThanOrEqual(Math.max(retryAfterMs, Math.ceil(planned * 1.2)));
          expect(delayMs).toBeGreaterThanOrEqual(Math.floor(planned * 0.8));
        },
      ),
    );
  });
});

describe("RetryClock", () => {
  test("counts calls that die together as one attempt", () => {
    const waits: Waiting[] = [];
    const clock = new RetryClock(quick, (waiting) => waits.push(waiting));
    const { generation } = clock;
    for (let call = 0; call < 64; call += 1) clock.failed(generation, away("connection closed"));
    expect(waits).toEqual([{ attempt: 1, nextTryInMs: 5, reason: "connection closed", code: "gateway-unreachable" }]);
    clock.failed(clock.generation, away("still away"));
    expect(waits.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test("a success ends the outage: the next failure is a first attempt again", () => {
    const waits: Waiting[] = [];
    const clock = new RetryClock(quick, (waiting) => waits.push(waiting));
    clock.failed(clock.generation, away("away"));
    clock.succeeded(clock.generation);
    clock.failed(clock.generation, away("away again"));
    expect(waits.map(({ attempt }) => attempt)).toEqual([1, 1]);
  });

  test("an answer to a call from before the outage does not end it", () => {
    const waits: Waiting[] = [];
    const clock = new RetryClock(quick, (waiting) => waits.push(waiting));
    const before = clock.generation;
    clock.failed(before, away("away"));
    clock.succeeded(before);
    clock.failed(clock.generation, away("away"));
    expect(waits.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test("gives up once the outage has lasted too long, and says what the last error was", () => {
    const clock = new RetryClock({ ...quick, giveUpAfterMs: 0 }, () => undefined);
    const error = thrownBy(() => clock.failed(clock.generation, away("connect ECONNREFUSED")));
    expect(error.code).toBe("gateway-unreachable");
    expect(error.message).toContain("connect ECONNREFUSED");
  });

  test("retry now ends every wait", async () => {
    const clock = new RetryClock({ ...quick, baseMs: 600_000, maxMs: 600_000 }, () => undefined);
    clock.failed(clock.generation, away("away"));
    const waiting = Promise.all([clock.turn(), clock.turn()]);
    clock.retryNow();
    await expect(waiting).resolves.toBeDefined();
  });

  test("cancel ends the wait with the reason given", async () => {
    const clock = new RetryClock({ ...quick, baseMs: 600_000, maxMs: 600_000 }, () => undefined);
    clock.failed(clock.generation, away("away"));
    const cancel = new AbortController();
    const waiting = clock.turn(cancel.signal);
    cancel.abort(new Error("cancelled by the operator"));
    await expect(waiting).rejects.toThrow("cancelled by the operator");
  });
});

function thrownBy(work: () => void): FlightDeckError {
  try {
    work();
  } catch (error) {
    if (error instanceof FlightDeckError) return error;
  }
  throw new Error("nothing was thrown");
}
