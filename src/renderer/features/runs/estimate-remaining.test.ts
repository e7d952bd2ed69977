import { describe, expect, it } from "vitest";
import { estimateRemainingMs } from "./estimate-remaining.ts";

const pace = [
  { atMs: 0, done: 0 },
  { atMs: 40_000, done: 10 },
  { atMs: 50_000, done: 60 },
];

describe("estimateRemainingMs", () => {
  it("uses the last twenty seconds, not the slow start", () => {
    // Since second 40: 100 agents in 20 s; 200 are left.
    expect(estimateRemainingMs(pace, 110, 310, 60_000)).toBe(40_000);
  });

  it.each([
    ["all are done", 310, 310, 60_000],
    ["nothing has moved", 60, 310, 69_000],
    ["hardly any time has passed", 62, 310, 51_000],
    ["the samples are old", 110, 310, 900_000],
  ])("says nothing when %s", (_, done, total, nowMs) => {
    expect(estimateRemainingMs(pace.slice(-1), done, total, nowMs)).toBeNull();
  });
});
