import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listRuns, readRun } from "../../src/main/database/read-runs.ts";
import { randomsOf } from "../../src/main/provisioning/test-randoms.ts";
import { shapes, type Task, tasks } from "./test-schedule.ts";
import { settle } from "./test-settle.ts";
import { performTask, prepareNext, prepareTask, type TaskRequest } from "./test-tasks.ts";
import { openTrial, type Trial } from "./test-trial.ts";

/*
 * A task is killed with SIGKILL at one of its calls: before it takes effect, after it, or so that it never arrives. Then the run is
 * resumed, or resumed and killed once more before that, or the task is done again without resuming.
 */

export type Kill = {
  seed: number;
  version: string;
  task: Task;
  moment: "before" | "after" | "lost";
  /** At the write of a new token, which is pending then; otherwise at any call. */
  isPending: boolean;
  /** How often the run is resumed: all but the last of these are killed too. */
  resumes: 0 | 1 | 2;
  /** How far into the task, or into its new tokens: from 0 to 1. */
  at: number;
};
export type KillResult = {
  /** False if the task was over before that call. */
  wasKilled: boolean;
  /** New tokens were recorded as pending. */
  wasPending: boolean;
  /** A resumed run was killed as well. */
  resumesKilled: number;
  problems: string[];
};

/** Tasks that can be done again on the same gateway. */
const repeatable: ReadonlySet<Task> = new Set(["template", "rekey", "repair", "apply"]);
const moments = ["before", "after", "lost"] as const;
/** How many new tokens a task writes; those that are missing write none. */
const newTokens: { [Name in Task]?: number } = { first: 6, rekey: 6, repair: 2, lead: 1, adopt: 1 };

/** Kills of one task on one gateway, spread over all of its calls. */
export function killsOf(seed: number, amount: number): Kill[] {
  const random = randomsOf(seed);
  const places = shapes.flatMap((version) => tasks.map((task) => ({ version, task })));
  return Array.from({ length: amount }, (_, index): Kill => {
    const place = places[index % places.length] ?? { version: shapes[0], task: "first" as const };
    const moment = moments[Math.floor(random() * moments.length)] ?? "before";
    const isPending = random() < 0.65 && newTokens[place.task] !== undefined;
    const resumes = ([0, 1, 2, 2] as const)[Math.floor(random() * 4)] ?? 0;
    return { seed: seed + index, ...place, moment, isPending, resumes, at: random() };
  });
}

export function describeKill({ seed, version, task, moment, isPending, resumes, at }: Kill): string {
  const call = isPending ? "write of a new token" : "call";
  return `kill ${seed}: ${task} on ${version}, ${moment} the ${call} ${Math.round(at * 100)} % into it, ${resumes} resumes`;
}

/** The gateways of trials that are used again, and how many calls each task makes. */
export class KillBench {
  readonly #trials = new Map<string, Trial>();
  readonly #calls = new Map<string, number>();

  /** Kills a task, and looks at what is left of it and whether an operator can finish it. */
  async kill(kill: Kill): Promise<KillResult> {
    const { version, task } = kill;
    const place = `${version} ${task}`;
    const known = this.#trials.get(place);
    const trial = known ?? (await openTrial(version));
    try {
      const { request, repeats } = known ? await prepareNext(trial, task) : await prepareTask(trial, task);
      editByHand(trial);
      const withoutToken = new Set(trial.lockedOut());
      trial.app.close();
      const callsBefore = callsOf(trial);
      // The first of its kind is a guess: the calls of the others are known by then.
      const calls = this.#calls.get(place) ?? 40;
      const skip = Math.floor(kill.at * (kill.isPending ? (newTokens[task] ?? 1) : calls));
      const wasKilled = await runAndKill(trial, request, kill, skip);
      if (!wasKilled) this.#calls.set(place, callsOf(trial) - callsBefore);
      await trial.reopen();
      const { wasPending, problems } = afterKill(trial, wasKilled, withoutToken);
      const resumed = wasKilled ? await resumeRuns(trial, kill, withoutToken) : { killed: 0, problems: [] };
      problems.push(...resumed.problems.map((problem) => `after it was resumed: ${problem}`));
      problems.push(...(await settle(trial, repeats)).map((problem) => `after the next run: ${problem}`));
      if (task === "lead" && trial.gateway.chats.length !== 1)
        problems.push(`${trial.gateway.chats.length} wake-up messages`);
      if (repeatable.has(task) && problems.length === 0) this.#trials.set(place, trial);
      else await this.#drop(place, trial);
      return { wasKilled, wasPending, resumesKilled: resumed.killed, problems };
    } catch (error) {
      await this.#drop(place, trial);
      const problems = [`the trial itself failed: ${(error as Error).stack}`];
      return { wasKilled: false, wasPending: false, resumesKilled: 0, problems };
    }
  }

  async #drop(place: string, trial: Trial): Promise<void> {
    this.#trials.delete(place);
    await trial.close();
  }

  async close(): Promise<void> {
    for (const trial of this.#trials.values()) await trial.close();
  }
}

function editByHand(trial: Trial): void {
  const there = trial.agents.filter(({ key }) => trial.gateway.agentIds.includes(key));
  for (const agent of there.slice(0, 2)) trial.edit(agent, "SOUL.md");
}

function callsOf({ gateway }: Trial): number {
  return [...gateway.calls.values()].reduce((sum, calls) => sum + calls, 0);
}

/** @returns whether it was killed, and did not end before that */
async function runAndKill(
  trial: Trial,
  request: TaskRequest,
  { moment, isPending }: Kill,
  skip: number,
): Promise<boolean> {
  const script = join(import.meta.dirname, "test-kill-child.ts");
  const { dataDir, templateFolder, gateway } = trial;
  const args = [script, dataDir, templateFolder, JSON.stringify(request)];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const act = () => {
    child.kill("SIGKILL");
    if (moment === "lost") throw new Error("the call did not arrive");
  };
  const aim = isPending ? { method: "agents.files.set", match: hasToken } : {};
  const fault = gateway.inject({ kind: "meanwhile", when: moment === "after" ? "after" : "before", act, skip, ...aim });
  await once(child, "exit");
  gateway.clearFaults();
  // Calls that the gateway has begun take effect.
  await sleep(30);
  return fault.hits > 0 && child.signalCode === "SIGKILL";
}

/** Resumes the interrupted run; where it is resumed twice, the first time is killed too. */
async function resumeRuns(
  trial: Trial,
  kill: Kill,
  withoutToken: ReadonlySet<string>,
): Promise<{ killed: number; problems: string[] }> {
  const problems: string[] = [];
  let killed = 0;
  for (let left = kill.resumes; left > 0; left -= 1) {
    const [latest] = listRuns(trial.app.database, { limit: 1 });
    if (latest?.status !== "interrupted") break;
    const request: TaskRequest = { kind: "resume", runId: latest.id };
    if (left > 1) {
      trial.app.close();
      if (await runAndKill(trial, request, { ...kill, isPending: false }, Math.floor(kill.at * 40))) killed += 1;
      await trial.reopen();
      problems.push(...afterKill(trial, true, withoutToken).problems);
      continue;
    }
    const result = await performTask(trial.app, request);
    // A saved plan is not applied over an edit that was made since.
    const errors = result?.report.errors.filter(({ code, severity }) => severity === "error" && code !== "plan-moved");
    problems.push(...(errors ?? []).map(({ code, message }) => `${code}: ${message}`));
    problems.push(...trial.lostEdits(), ...newIn(trial.lockedOut(), withoutToken));
  }
  return { killed, problems };
}

function newIn(now: string[], before: ReadonlySet<string>): string[] {
  return now.filter((one) => !before.has(one));
}

function hasToken({ content }: Record<string, unknown>): boolean {
  return typeof content === "string" && /^AUTH_TOKEN=\S/m.test(content);
}

/** What the next start shows of a killed run, and whether every agent can be let in. */
function afterKill(trial: Trial, wasKilled: boolean, withoutToken: ReadonlySet<string>) {
  const { database } = trial.app;
  const pending = database.sqlite
    .prepare("SELECT count(*) FROM agent_token_state WHERE pending_hash IS NOT NULL")
    .pluck();
  const problems = newIn(trial.lockedOut(), withoutToken);
  const [latest] = listRuns(database, { limit: 1 });
  if (latest) {
    const { run, agents } = readRun(database, latest.id);
    if (run.status === "running") problems.push("the run is still said to be in progress");
    if (wasKilled && run.status === "interrupted" && agents.length === 0) problems.push("it shows no agent in scope");
    if (agents.some(({ outcome, filesWritten }) => outcome === "not-attempted" && filesWritten.length > 0))
      problems.push("an agent that was not attempted has written files");
  }
  return { wasPending: Number(pending.get()) > 0, problems };
}
