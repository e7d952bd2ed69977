import { count } from "../../shared/count.ts";
import type { NotifiedProblem } from "../../shared/notifications.ts";
import { isPlan, runAct } from "../../shared/run-kinds.ts";
import { backgroundCheck } from "../../shared/run-views.ts";
import type { EndedRun } from "../database/notifications/present-facts.ts";
import type { PresentProblem } from "./decide-changes.ts";

export type RunProblems = {
  problems: PresentProblem[];
  /** Whether the history still has a run of this key. */
  isKnown: (key: string) => boolean;
};

type Scope = { boardId: unknown; agentIds: unknown; fileNames: unknown; isPart: boolean; includeMain: boolean };
type Keyed = { run: EndedRun; key: string; scope: Scope };

const prefix = "run ";

/** Whether a key is that of a run. */
export function isRunKey(key: string): boolean {
  return key.startsWith(prefix);
}

/**
 * The runs of one gateway that ended badly and were not made good: by a later run of the same kind on the same agents, by one on the
 * whole gateway, or by taking them up. A dismissed one counts as made good. Pure.
 * @param ended the latest first; plans are left out, and background checks of a gateway that was away
 */
export function findRunProblems(ended: readonly EndedRun[]): RunProblems {
  const keys = new Map<string, string>();
  // Oldest first: a run that takes up another one has its key.
  const keyed = ended
    .filter((run) => !isPlan(run) && !foundNoGateway(run))
    .toReversed()
    .map((run): Keyed => {
      const scope = scopeOf(run);
      const key = keys.get(run.retryOf ?? "") ?? `${prefix}${run.kind} ${JSON.stringify(scope)}`;
      keys.set(run.id, key);
      return { run, key, scope };
    });
  const latest = new Map(keyed.map((one) => [one.key, one]));
  const problems = [...latest.values()].filter(
    (one) => isBad(one.run) && !keyed.slice(keyed.indexOf(one) + 1).some((later) => makesGood(later, one)),
  );
  return {
    problems: problems.map(({ key, run }) => ({ key, problem: problemOf(run) })),
    isKnown: (key) => latest.has(key),
  };
}

function scopeOf({ options }: EndedRun): Scope {
  const { boardId = null, agentIds = null, fileNames = null, leadOnly, outOfSyncOnly, includeMain } = options;
  const isPart = leadOnly === true || outOfSyncOnly === true;
  return { boardId, agentIds, fileNames, isPart, includeMain: includeMain === true };
}

/** A gateway that is away during a background check is told as being away. */
function foundNoGateway({ status, startedBy }: EndedRun): boolean {
  return status === "unreachable" && startedBy === backgroundCheck;
}

function isBad({ status, dismissedAt }: EndedRun): boolean {
  return status === "failed" || status === "unreachable" || (status === "interrupted" && dismissedAt === null);
}

function makesGood(later: Keyed, bad: Keyed): boolean {
  if (later.run.status !== "succeeded") return false;
  const isSameWork =
    later.run.kind === bad.run.kind || (later.run.kind === "template-sync" && bad.run.kind === "apply-plan");
  const { boardId, agentIds, fileNames, isPart, includeMain } = later.scope;
  const isWhole = boardId === null && agentIds === null && fileNames === null && !isPart;
  // A plan is carried out in part, which its options do not tell.
  return isSameWork && isWhole && later.run.kind !== "apply-plan" && (includeMain || !bad.scope.includeMain);
}

function problemOf(run: EndedRun): NotifiedProblem {
  const what = run.startedBy === backgroundCheck ? "Background check" : runAct(run);
  const ended = {
    failed: `${what} ended with errors`,
    unreachable: `${what} could not use the gateway`,
    interrupted: `${what} was interrupted`,
  };
  const text = ended[run.status as keyof typeof ended] ?? `${what} ended badly`;
  const failed = run.counts?.agents.failed ?? 0;
  const errors = run.counts?.errors ?? 0;
  const counts = [
    ...(failed > 0 ? [`${count(failed, "agent")} failed`] : []),
    ...(errors > 0 ? [count(errors, "error")] : []),
  ];
  return {
    kind: "runs",
    text: counts.length > 0 ? `${text}: ${counts.join(", ")}` : text,
    agents: null,
    names: [],
    runId: run.id,
  };
}
