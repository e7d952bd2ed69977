import { describe, expect, it } from "vitest";
import { formatDuration, formatPassing, formatRelative, plural } from "./format-time.ts";

const nowMs = Date.UTC(2026, 0, 31, 12);
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("formatRelative", () => {
  it.each([
    [-2 * second, "just now"],
    [4.9 * second, "just now"],
    [5 * second, "5 s ago"],
    [59.9 * second, "59 s ago"],
    [minute, "1 min ago"],
    [59 * minute + 59 * second, "59 min ago"],
    [23 * hour + 59 * minute, "23 h ago"],
    [day, "1 day ago"],
    [6 * day, "6 days ago"],
    [8 * day, "23 Jan 2026"],
  ])("%d ms before now", (agoMs, text) => {
    expect(formatRelative(nowMs - agoMs, nowMs)).toBe(text);
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [480.4, "480 ms"],
    [9_990, "9.9 s"],
    [59_999, "59 s"],
    [65_000, "1 min 5 s"],
    [hour - 1, "59 min 59 s"],
    [2 * hour + 3 * minute + 59 * second, "2 h 3 min"],
  ])("%d ms", (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it("counts whole seconds while it grows", () => {
    expect([-5, 900, 1_900, 61_000].map(formatPassing)).toEqual(["0 s", "0 s", "1 s", "1 min 1 s"]);
  });
});

describe("plural", () => {
  it("groups thousands, and distinguishes singular from plural", () => {
    expect([plural(0, "agent"), plural(1, "agent"), plural(12_000, "agent"), plural(2, "retry", "retries")]).toEqual([
      "0 agents",
      "1 agent",
      "12,000 agents",
      "2 retries",
    ]);
  });
});
