import { expect, test } from "vitest";
import { openDatabase } from "./open-database.ts";
import { isClockSteady } from "./steady-clock.ts";

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const startMs = Date.parse("2026-11-29T12:00:00Z");

test("a clock is steady a day after the first look, and as long as looks follow", () => {
  const db = openDatabase({ inMemory: true });
  const looks = [0, 1, 23, 24, 25, 25 + 13 * 24].map((hours) => isClockSteady(db, startMs + hours * hourMs));
  expect(looks).toEqual([false, false, false, true, true, true]);
  db.close();
});

test.each([3_650, -3_650, 15])(
  "after the clock was set by %i days it is not, nor for a day after it is set back",
  (days) => {
    const db = openDatabase({ inMemory: true });
    isClockSteady(db, startMs);
    expect(isClockSteady(db, startMs + dayMs)).toBe(true);
    const wrongMs = startMs + dayMs + days * dayMs;
    expect([0, 1, 23].map((hours) => isClockSteady(db, wrongMs + hours * hourMs))).toEqual([false, false, false]);
    const rightMs = startMs + 2 * dayMs;
    expect([0, 1, 24].map((hours) => isClockSteady(db, rightMs + hours * hourMs))).toEqual([false, false, true]);
    db.close();
  },
);
