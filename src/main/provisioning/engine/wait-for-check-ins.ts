import { setTimeout as sleep } from "node:timers/promises";
import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import type { Timestamp } from "../../../shared/records.ts";
import { awake } from "../../awake/awake.ts";
import type { CheckIns } from "../model/check-ins.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { type RunContext, report } from "../report/run-context.ts";

/** As long as Mission Control waits for a woken agent. */
const waitMs = 30_000;
const pollMs = 1000;

type LastSeen = Map<string, Timestamp | null>;

/** Watches for the check-ins of agents that a run wakes. */
export type CheckInWatch = {
  /**
   * Waits until these agents have checked in since the watch began, at most 30 s, and reports who came and who did not. A cancel
   * ends the wait, not the run: its work is done.
   */
  wait(woken: ScopedAgent[]): Promise<void>;
};

/**
 * Begins before any agent is woken. Without Mission Control's database nothing is known of check-ins, and nothing is waited for.
 * @throws the reason of a cancel
 */
export async function watchCheckIns(
  run: RunContext,
  checkIns: CheckIns | undefined,
  agents: ScopedAgent[],
): Promise<CheckInWatch> {
  if (!checkIns?.areKnown() || agents.length === 0) return { wait: () => Promise.resolve() };
  const before = await readOrReport(run, checkIns, agents);
  run.signal.throwIfAborted();
  return {
    async wait(woken) {
      if (before === null || woken.length === 0) return;
      run.emit({ type: "phase", phase: "checking-in" });
      const seen = await poll(run, checkIns, { before, agents: woken });
      if (seen !== null) reportCheckIns(run, woken, seen);
    },
  };
}

/** @returns who has checked in, and when; null if it could not be read */
async function poll(
  run: RunContext,
  checkIns: CheckIns,
  { before, agents }: { before: LastSeen; agents: ScopedAgent[] },
): Promise<Map<string, Timestamp> | null> {
  const deadlineMs = awake.nowMs() + waitMs;
  let seen = new Map<string, Timestamp>();
  for (;;) {
    const now = await readOrReport(run, checkIns, agents);
    // A cancel may have ended this read; the result of the one before remains valid.
    if (run.signal.aborted) return now === null ? seen : seenSince(before, now);
    if (now === null) return null;
    seen = seenSince(before, now);
    if (seen.size === agents.length || awake.nowMs() >= deadlineMs) return seen;
    await sleep(pollMs, undefined, { signal: run.signal }).catch(() => undefined);
  }
}

/** The agents whose time of the last check-in has moved. Pure. */
export function seenSince(before: LastSeen, now: LastSeen): Map<string, Timestamp> {
  const moved = [...now].flatMap(([id, at]): [string, Timestamp][] =>
    at !== null && at > (before.get(id) ?? "") ? [[id, at]] : [],
  );
  return new Map(moved);
}

async function readOrReport(run: RunContext, checkIns: CheckIns, agents: ScopedAgent[]): Promise<LastSeen | null> {
  try {
    const agentIds = agents.map(({ agent }) => agent.id);
    return await checkIns.readLastSeen(agentIds, run.signal);
  } catch (error) {
    if (!run.signal.aborted) report(run, unreadable(error), null, "warning");
    return null;
  }
}

function reportCheckIns(run: RunContext, agents: ScopedAgent[], seen: Map<string, Timestamp>): void {
  const came = agents.filter(({ agent }) => seen.has(agent.id));
  if (came.length > 0) {
    const names = came.map(({ agent }) => `"${agent.name}"`).join(", ");
    run.tally.notes.push(`${came.length} of ${agents.length} agents checked in with Mission Control: ${names}.`);
  }
  for (const scoped of agents) {
    if (!seen.has(scoped.agent.id)) report(run, silent(scoped, run.signal.aborted), scoped, "warning");
  }
}

function silent({ agent }: ScopedAgent, isCancelled: boolean): FlightDeckError {
  const when = isCancelled ? "before the wait was cancelled" : `within ${waitMs / 1000} s`;
  return new FlightDeckError(
    "not-checked-in",
    `Agent "${agent.name}" took its wake-up message, but did not check in with Mission Control ${when}.`,
    hintsOf("not-checked-in").silent,
  );
}

function unreadable(error: unknown): FlightDeckError {
  const why = error instanceof FlightDeckError ? error.message : messageOf(error);
  return new FlightDeckError(
    "not-checked-in",
    `Whether agents checked in is not known: Mission Control's database could not be read. ${why}`,
    hintsOf("not-checked-in").unread,
  );
}
