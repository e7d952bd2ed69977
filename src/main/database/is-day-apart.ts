const dayMs = 24 * 60 * 60_000;

/**
 * Whether what is done once a day is due again. A last time that is a day ahead was noted before the clock was set back, and does not
 * count.
 */
export function isDayApart(lastMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - lastMs) >= dayMs;
}
