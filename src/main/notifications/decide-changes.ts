import type { NotifiedProblem } from "../../shared/notifications.ts";
import type { KnownProblem, KnownProblems } from "../database/schema/notification-tables.ts";

/** A problem that a gateway has now. */
export type PresentProblem = { key: string; problem: NotifiedProblem };

export type PresentState = {
  problems: readonly PresentProblem[];
  /** Whether it cannot be told now if the problem with this key is there. */
  isUnclear: (key: string) => boolean;
  /** Whether what the known problem was about is gone, such as a run that was deleted: then it is forgotten. */
  isForgotten: (key: string, known: KnownProblem) => boolean;
  isTold: (problem: NotifiedProblem) => boolean;
  /** How long a state must last, by the key of its problem. */
  holdsMsOf: (key: string) => number;
};

export type Changes = { known: KnownProblems; problems: NotifiedProblem[]; resolved: NotifiedProblem[] };

/** What a gateway has when it is looked at for the first time: neither told, nor told when it ends. */
export function firstLook({ problems }: PresentState, nowMs: number): KnownProblems {
  const entries = problems.map(({ key, problem }): [string, KnownProblem] => [
    key,
    { problem, state: "untold", sinceMs: nowMs, goneSinceMs: null },
  ]);
  return Object.fromEntries(entries);
}

/**
 * Decides what to tell of a gateway, from what is known of it and its present state. A problem is told once it has lasted, once
 * more when it is about at least twice as many agents, and its end once that has lasted. What was not told is not resolved. Pure.
 */
export function decideChanges(before: KnownProblems, present: PresentState, nowMs: number): Changes {
  const changes: Changes = { known: {}, problems: [], resolved: [] };
  const there = new Map(present.problems.map((one) => [one.key, one]));
  for (const key of new Set([...Object.keys(before), ...there.keys()])) {
    const { known, tell } = decideOne(before[key], there.get(key), key, present, nowMs);
    if (known) changes.known[key] = known;
    if (tell) changes[tell.as].push(tell.problem);
  }
  return changes;
}

type Decision = { known: KnownProblem | null; tell?: { as: "problems" | "resolved"; problem: NotifiedProblem } };

function decideOne(
  known: KnownProblem | undefined,
  there: PresentProblem | undefined,
  key: string,
  present: PresentState,
  nowMs: number,
): Decision {
  if (there) return stays(known, there, present, nowMs);
  if (!known || present.isForgotten(key, known)) return { known: null };
  if (present.isUnclear(key)) return { known };
  if (known.state !== "told") return { known: null };
  const goneSinceMs = notLater(known.goneSinceMs ?? nowMs, nowMs);
  if (nowMs - goneSinceMs < present.holdsMsOf(key)) return { known: { ...known, goneSinceMs } };
  const isTold = present.isTold(known.problem);
  return { known: null, ...(isTold ? { tell: { as: "resolved" as const, problem: known.problem } } : {}) };
}

function stays(
  known: KnownProblem | undefined,
  { key, problem }: PresentProblem,
  { isTold, holdsMsOf }: PresentState,
  nowMs: number,
): Decision {
  const sinceMs = notLater(known?.sinceMs ?? nowMs, nowMs);
  if (known?.state === "told" || known?.state === "untold") {
    const told = { ...known, sinceMs, goneSinceMs: null };
    if (known.state === "untold" || !isMuchMore(problem, known.problem)) return { known: told };
    const again = { ...told, problem };
    return { known: again, ...(isTold(problem) ? { tell: { as: "problems" as const, problem } } : {}) };
  }
  const present: KnownProblem = { problem, state: "new", sinceMs, goneSinceMs: null };
  if (nowMs - sinceMs < holdsMsOf(key)) return { known: present };
  if (!isTold(problem)) return { known: { ...present, state: "untold" } };
  return { known: { ...present, state: "told" }, tell: { as: "problems", problem } };
}

function isMuchMore({ agents }: NotifiedProblem, before: NotifiedProblem): boolean {
  return agents !== null && before.agents !== null && agents >= before.agents * 2;
}

/** What is noted for a time that is still to come was noted before the clock was set back. */
function notLater(timeMs: number, nowMs: number): number {
  return Math.min(timeMs, nowMs);
}
