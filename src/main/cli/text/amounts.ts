export { count } from "../../../shared/count.ts";

/** "0.2 s", "12 s", "3 min 5 s". */
export function duration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** The local time of an instant, such as "2026-01-31 09:00". */
export function localTime(timestamp: string): string {
  const at = new Date(timestamp);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
