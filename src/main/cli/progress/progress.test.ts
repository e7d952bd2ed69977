import { describe, expect, it } from "vitest";
import type { OutcomeReason } from "../../../shared/outcome-reasons.ts";
import type { Outcome, RunEvent } from "../../../shared/sync.ts";
import { current } from "../../gateway/current.ts";
import { plainPaint as paint } from "../text/paint.ts";
import { displayWidth } from "../text/plain.ts";
import { liveLines } from "./live-lines.ts";
import { createPlainLines } from "./plain-lines.ts";
import { type ProgressState, ProgressTracker } from "./progress-state.ts";

const named = (agentName: string) => ({ agentId: agentName, agentName, boardId: "board", isMain: false });

function outcome(agentName: string, result: Outcome, reason: OutcomeReason | null = null): RunEvent {
  const files = { filesWritten: [], filesUnchanged: [], filesPreserved: [], filesUncertain: [] };
  return { type: "agent-outcome", outcome: { ...named(agentName), outcome: result, reason, ...files } };
}

const waiting = (attempt: number, nextTryInMs: number, reason = "connect ECONNREFUSED 127.0.0.1:1"): RunEvent => ({
  type: "gateway-waiting",
  attempt,
  nextTryInMs,
  reason,
});
const started: RunEvent = { type: "started", runId: "run", gatewayId: "g", gatewayName: "Mine", startedAt: "" };
const call = (ok: boolean): RunEvent => ({ type: "call", method: "health", durationMs: 1, ok });

function stateAfter(events: RunEvent[]): ProgressState {
  const progress = new ProgressTracker();
  for (const event of events) progress.push(event, 1000);
  return progress.state;
}

describe("the live display", () => {
  const scope: RunEvent = { type: "scope", agents: ["A", "B", "C", "D"].map(named) };

  it("counts agents by outcome beside a bar", () => {
    const events: RunEvent[] = [
      started,
      scope,
      { type: "gateway-connected", version: "2026.9.6", dialect: current.name },
      { type: "phase", phase: "writing-files" },
      outcome("A", "updated"),
      outcome("B", "skipped", "paused"),
    ];
    expect(liveLines(stateAfter(events), { columns: 79, nowMs: 1000, paint })).toEqual([
      "Mine · OpenClaw 2026.9.6 · files",
      "████████████░░░░░░░░░░░░  2/4 agents · 1 updated · 1 skipped",
    ]);
  });

  it("counts down while the gateway is away, and says why", () => {
    const state = stateAfter([started, scope, waiting(3, 12_000)]);
    const line = (nowMs: number) => liveLines(state, { columns: 100, nowMs, paint })[2];
    expect(line(1000)).toBe("gateway away: attempt 3, next try in 12 s (connect ECONNREFUSED 127.0.0.1:1)");
    expect(line(9500)).toBe("gateway away: attempt 3, next try in 4 s (connect ECONNREFUSED 127.0.0.1:1)");
    expect(line(14_000)).toBe("gateway away: attempt 3, trying now (connect ECONNREFUSED 127.0.0.1:1)");
  });

  it("says what it waits for when the gateway takes long over a call", () => {
    const pending: RunEvent = {
      type: "call-pending",
      method: "config.patch",
      waitedMs: 40_000,
      limitMs: 300_000,
      expectedMs: 90_000,
    };
    const text =
      "waiting for the gateway to take the configuration in: 40 s so far, about 90 s expected, 5 minutes at most";
    expect(liveLines(stateAfter([started, scope, pending]), { columns: 140, nowMs: 1000, paint })[2]).toBe(text);
    expect(createPlainLines(new Map())(pending)).toBe(text);
    expect(stateAfter([pending, call(true)]).facts.waiting).toBeNull();
  });

  it("does not call a gateway away that answers others", () => {
    const lost = "no answer to config.get within 15 s, while other calls were answered";
    const state = stateAfter([started, scope, waiting(1, 750, lost)]);
    expect(liveLines(state, { columns: 120, nowMs: 1000, paint })[2]).toBe(
      `an answer was lost: attempt 1, next try in 1 s (${lost})`,
    );
  });

  it("forgets the wait once a call succeeds, not when one fails", () => {
    expect(stateAfter([waiting(1, 750), call(false)]).facts.waiting).not.toBeNull();
    expect(stateAfter([waiting(1, 750), call(true)]).facts.waiting).toBeNull();
  });

  it("fits the terminal whatever the gateway is called and says", () => {
    const long: RunEvent = { ...started, gatewayName: `支援\x1b[2J${"x".repeat(200)}` };
    const state = stateAfter([long, scope, waiting(1, 750, "because\n".repeat(40))]);
    state.facts.run.counts.failed = 12345;
    const lines = liveLines(state, { columns: 59, nowMs: 0, paint });
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(59);
    expect(lines.join("")).not.toContain("\x1b");
  });
});

describe("the plain log", () => {
  const linesOf = (events: RunEvent[]) => {
    const lineOf = createPlainLines(new Map([["board", "Support"]]));
    return events.map(lineOf).filter((line) => line !== null);
  };

  it("has one line per phase and per agent that is settled", () => {
    const events: RunEvent[] = [
      started,
      { type: "phase", phase: "reading" },
      { type: "agent-state", agentId: "A", state: "reading" },
      call(true),
      {
        type: "error",
        error: { ...named("A"), severity: "error", code: "internal", message: "the gateway said\nno", hint: "" },
      },
      outcome("A", "failed", "error"),
    ];
    expect(linesOf(events)).toEqual([
      "gateway Mine, run run",
      "reading what is there",
      "failed A (Support): the gateway said no",
    ]);
  });

  it("writes every attempt once, however many calls wait for it", () => {
    const rateLimited = (seconds: number) => waiting(1, 1000, `rate limit exceeded; retry after ${seconds}s`);
    const lines = linesOf([waiting(1, 750), waiting(1, 750), waiting(2, 1500), rateLimited(59), rateLimited(58)]);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/^gateway asks us to wait: attempt 1/);
  });

  it("writes a second outage although it looks like the first", () => {
    expect(linesOf([waiting(1, 750), call(true), waiting(1, 750)])).toHaveLength(2);
  });
});
