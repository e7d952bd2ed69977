import { setTimeout as sleep } from "node:timers/promises";
import type { RunSyncResult } from "../../src/main/provisioning/model/run-request.ts";
import { FlightDeckError } from "../../src/shared/errors.ts";
import { deflate, injectFaults } from "./test-inject-faults.ts";
import type { Schedule } from "./test-schedule.ts";
import { settle } from "./test-settle.ts";
import { performTask, prepareTask, type TaskRequest } from "./test-tasks.ts";
import { openTrial, quickRetries, type Trial } from "./test-trial.ts";

export type ScheduleResult = {
  /** How the run under faults ended; "refused" if it did not begin. */
  status: RunSyncResult["status"] | "refused" | "nothing to do";
  /** How many of its faults applied. */
  struck: number;
  /** What is wrong, in sentences; empty if nothing is. */
  problems: string[];
};

/** Longer than any fault delays a call. */
const settleMs = 400;
const hangMs = 120_000;

/**
 * Runs a schedule: a task while faults strike, then the same without faults. Afterwards the gateway must be as the records say,
 * or the run must have said what is not.
 */
export async function runSchedule(schedule: Schedule): Promise<ScheduleResult> {
  const trial = await openTrial(schedule.version);
  try {
    const prepared = await prepareTask(trial, schedule.task);
    editByHand(trial, schedule.edits);
    const withoutToken = new Set(trial.lockedOut());
    await trial.reopen(quickRetries);
    const faults = injectFaults(trial, schedule.faults);
    const first = await underFaults(trial, prepared.request);
    trial.gateway.clearFaults();
    await sleep(settleMs);
    const problems = [
      ...first.problems,
      ...(first.result ? untrueIn(trial, first.result) : []),
      ...newIn(trial.lockedOut(), withoutToken),
      ...trial.lostEdits(),
    ].map((problem) => `after the faults: ${problem}`);
    deflate(trial);
    await trial.reopen();
    const second = await settle(trial, prepared.repeats);
    problems.push(...second.map((problem) => `after the next run: ${problem}`));
    return { status: first.status, struck: faults.filter(({ hits }) => hits > 0).length, problems };
  } catch (error) {
    return { status: "refused", struck: 0, problems: [`the trial itself failed: ${(error as Error).stack}`] };
  } finally {
    await trial.close();
  }
}

function editByHand(trial: Trial, edits: number): void {
  const there = trial.agents.filter(({ key }) => trial.gateway.agentIds.includes(key));
  for (const [index, agent] of there.slice(0, edits).entries())
    trial.edit(agent, index % 2 === 0 ? "SOUL.md" : "MEMORY.md");
}

function newIn(now: string[], before: ReadonlySet<string>): string[] {
  return now.filter((one) => !before.has(one));
}

type Ended = Pick<ScheduleResult, "status" | "problems"> & { result: RunSyncResult | null };

async function underFaults({ app }: Trial, request: TaskRequest): Promise<Ended> {
  const timer = new AbortController();
  const hung = sleep(hangMs, "hung" as const, { signal: timer.signal });
  try {
    const result = await Promise.race([performTask(app, request), hung]);
    if (result === "hung") return { status: "refused", result: null, problems: [`it did not end in ${hangMs} ms`] };
    return { status: result?.status ?? "nothing to do", result, problems: [] };
  } catch (error) {
    const isHonest = error instanceof FlightDeckError && error.code !== "internal";
    return { status: "refused", result: null, problems: isHonest ? [] : [`it threw ${(error as Error).stack}`] };
  } finally {
    timer.abort();
    hung.catch(() => undefined);
  }
}

/** What a report says that is not so, and what it leaves out. */
function untrueIn(trial: Trial, { status, report }: RunSyncResult): string[] {
  const { agents, errors } = report;
  const problems = errors.filter(({ code }) => code === "internal").map(({ message }) => `internal error: ${message}`);
  const failures = errors.filter(({ severity }) => severity === "error");
  const total =
    report.agentsUpdated +
    report.agentsUnchanged +
    report.agentsSkipped +
    report.agentsFailed +
    report.agentsNotAttempted;
  const onBoards = agents.filter(({ isMain }) => !isMain).length;
  if (total !== report.agentsInScope || onBoards !== total)
    problems.push(`${report.agentsInScope} agents in scope, ${total} counted, ${onBoards} listed`);
  if ((status === "succeeded") !== (failures.length === 0))
    problems.push(`it ended as ${status} with ${failures.length} errors`);
  const isWholeRun = failures.some(({ agentId }) => agentId === null);
  for (const { agentId, agentName, outcome } of agents) {
    const isDone = outcome === "updated" || outcome === "unchanged";
    const expected = trial.agents.filter(({ id }) => id === agentId && isDone && !trial.disturbed.has(id));
    const told = errors.filter((error) => error.agentId === agentId).map(({ message }) => message);
    // A file that could not be written is a warning: the agent works without it.
    const silent = trial.problems(expected).filter((problem) => !told.some((text) => text.includes(fileIn(problem))));
    problems.push(...silent.map((problem) => `said to be ${outcome}, but ${problem} (told: ${told.join("; ")})`));
    const isTold = isWholeRun || failures.some((failure) => failure.agentId === agentId);
    if ((outcome === "failed" || outcome === "skipped") && !isTold)
      problems.push(`${agentName} ${outcome} without a reason`);
  }
  if (status === "succeeded" && agents.some(({ outcome }) => outcome === "not-attempted" || outcome === "failed"))
    problems.push("it succeeded without all of its agents");
  return problems;
}

/** The name of the file that a problem is about. */
function fileIn(problem: string): string {
  return /: ([A-Z]+) /.exec(problem)?.[1] ?? problem;
}
