import type { Database } from "./database.ts";
import { readSetting, saveSetting } from "./settings.ts";

const looks = "clock-looks";
const dayMs = 24 * 60 * 60_000;
/** Longer without a look may also be a clock that was set forward. */
const mostAbsentMs = 14 * dayMs;

/**
 * Whether the clock can decide what is old enough to be deleted. After it was set, and after a long time without a look, it cannot
 * for a day: a wrong clock is corrected by then. Each call counts as a look.
 */
export function isClockSteady(db: Database, nowMs: number): boolean {
  const [lastMs, sinceMs] = (readSetting(db, looks) ?? "").split(" ").map(Number);
  const passedMs = nowMs - (lastMs || Number.NaN);
  const isContinued = passedMs >= -dayMs && passedMs <= mostAbsentMs;
  const steadySinceMs = isContinued && sinceMs !== undefined ? sinceMs : nowMs;
  saveSetting(db, looks, `${nowMs} ${steadySinceMs}`);
  return nowMs - steadySinceMs >= dayMs;
}
