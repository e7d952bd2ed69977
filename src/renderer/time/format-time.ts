import { count } from "../../shared/count.ts";

export { count as plural };

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const timeFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dateFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const exactFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** How long before `nowMs` something happened: "12 s ago"; a date after a week. */
export function formatRelative(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs;
  if (agoMs < 5 * secondMs) return "just now";
  if (agoMs < minuteMs) return `${Math.floor(agoMs / secondMs)} s ago`;
  if (agoMs < hourMs) return `${Math.floor(agoMs / minuteMs)} min ago`;
  if (agoMs < dayMs) return `${Math.floor(agoMs / hourMs)} h ago`;
  if (agoMs < 7 * dayMs) return `${count(Math.floor(agoMs / dayMs), "day")} ago`;
  return dateFormat.format(atMs);
}

/** The time of day, or the date once a day has passed. */
export function formatWhen(atMs: number, nowMs: number): string {
  return nowMs - atMs < dayMs ? timeFormat.format(atMs) : dateFormat.format(atMs);
}

/** The date without the time, in the operator's time zone. */
export function formatDate(atMs: number): string {
  return dateFormat.format(atMs);
}

/** Date and time to the second, in the operator's time zone. */
export function formatExact(atMs: number): string {
  return exactFormat.format(atMs);
}

/** A duration in its two largest units: "480 ms", "3.2 s", "1 min 5 s", "2 h 3 min". */
export function formatDuration(durationMs: number): string {
  if (durationMs < secondMs) return `${Math.round(durationMs)} ms`;
  if (durationMs < 10 * secondMs) return `${(Math.floor(durationMs / 100) / 10).toFixed(1)} s`;
  if (durationMs < minuteMs) return `${Math.floor(durationMs / secondMs)} s`;
  if (durationMs < hourMs) {
    return `${Math.floor(durationMs / minuteMs)} min ${Math.floor((durationMs % minuteMs) / secondMs)} s`;
  }
  return `${Math.floor(durationMs / hourMs)} h ${Math.floor((durationMs % hourMs) / minuteMs)} min`;
}

/** A duration that is still growing: whole seconds, so that it does not flicker. */
export function formatPassing(durationMs: number): string {
  return durationMs < minuteMs ? `${Math.max(0, Math.floor(durationMs / secondMs))} s` : formatDuration(durationMs);
}
