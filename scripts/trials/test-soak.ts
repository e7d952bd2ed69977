import { statSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { databaseFileOf } from "../../src/main/database/open-database.ts";
import { pruneAtNextLook, pruneHistory } from "../../src/main/database/prune-history.ts";
import { checkDrift } from "../../src/main/provisioning/check-drift.ts";
import { randomsOf } from "../../src/main/provisioning/test-randoms.ts";
import { keysOf } from "../../src/shared/typed-keys.ts";
import { shapes } from "./test-schedule.ts";
import { sync } from "./test-tasks.ts";
import { openTrial, type Trial } from "./test-trial.ts";

/** What a process that never ends must not have more and more of. */
export type Sample = { heapMb: number; rssMb: number; handles: number; walKb: number; databaseKb: number };
export type Work = { runs: number; checks: number; cuts: number; restarts: number; failed: number };

/** Every run of a soak is of the last day, so only their number decides. */
const retention = { keepDays: 0, keepRuns: 30, versionDays: 0, keepVersions: 5 };

/** Days of work in minutes: checks, runs, restarts and cut connections, one after the other without a pause. */
export class Soak {
  readonly work: Work = { runs: 0, checks: 0, cuts: 0, restarts: 0, failed: 0 };
  readonly #trials: Trial[];
  readonly #random: () => number;

  private constructor(trials: Trial[], seed: number) {
    this.#trials = trials;
    this.#random = randomsOf(seed);
  }

  static async open(seed: number): Promise<Soak> {
    return new Soak(await Promise.all(shapes.map(openTrial)), seed);
  }

  /** One piece of work on every gateway. */
  async step(): Promise<void> {
    for (const trial of this.#trials) {
      const draw = this.#random();
      if (draw < 0.3) await this.#cut(trial);
      else if (draw < 0.4) await this.#restart(trial);
      if (draw < 0.6) await this.#run(trial);
      else await this.#check(trial);
      if (draw > 0.95) this.#prune(trial);
    }
  }

  #prune({ app: { database } }: Trial): void {
    pruneAtNextLook(database);
    for (const _ of pruneHistory(database, retention, Date.now()));
  }

  async #cut({ gateway }: Trial): Promise<void> {
    this.work.cuts += 1;
    gateway.inject({ kind: "drop", skip: Math.floor(this.#random() * 30), when: "after" });
  }

  async #restart({ gateway }: Trial): Promise<void> {
    this.work.restarts += 1;
    if (this.#random() < 0.5) return gateway.restart();
    await gateway.kill();
    await gateway.start();
  }

  async #run(trial: Trial): Promise<void> {
    this.work.runs += 1;
    if (this.#random() < 0.5) trial.changeTemplates();
    const [agent] = trial.agents;
    if (agent && trial.gateway.agentIds.includes(agent.key)) trial.gateway.writeFile(agent.key, "SOUL.md", "By hand\n");
    this.#count(await sync(trial, { rotateTokens: true }));
  }

  async #check(trial: Trial): Promise<void> {
    this.work.checks += 1;
    this.#count(await checkDrift(trial.app, { gatewayId: trial.gatewayId, startedBy: "soak" }));
  }

  #count({ status }: { status: string }): void {
    if (status !== "succeeded") this.work.failed += 1;
  }

  /** Measured after a garbage collection. */
  sample(): Sample {
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    const paths = this.#trials.map(({ dataDir }) => databaseFileOf(dataDir));
    const sizeOf = (suffix: string) =>
      paths.reduce((sum, path) => sum + (statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0), 0);
    return {
      heapMb: round(heapUsed / 2 ** 20),
      rssMb: round(rss / 2 ** 20),
      handles: process.getActiveResourcesInfo().length,
      walKb: round(sizeOf("-wal") / 1024),
      databaseKb: round(sizeOf("") / 1024),
    };
  }

  async close(): Promise<void> {
    for (const trial of this.#trials) await trial.close();
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** How much more a figure may be at the end than in the middle. */
const mostGrowth: { [Figure in keyof Sample]: { factor: number; plus: number } } = {
  heapMb: { factor: 1.15, plus: 5 },
  rssMb: { factor: 1.2, plus: 20 },
  handles: { factor: 1, plus: 10 },
  walKb: { factor: 1.2, plus: 8_000 },
  databaseKb: { factor: 1.2, plus: 500 },
};

/** The figures that still grow: their median in the last third is above that of the middle third. */
export function growing(samples: readonly Sample[]): string[] {
  const third = Math.floor(samples.length / 3);
  return keysOf(mostGrowth).flatMap((figure) => {
    const middle = medianOf(samples.slice(third, 2 * third).map((sample) => sample[figure]));
    const last = medianOf(samples.slice(2 * third).map((sample) => sample[figure]));
    const { factor, plus } = mostGrowth[figure];
    return last > middle * factor + plus ? [`${figure} grew from ${middle} to ${last}`] : [];
  });
}

function medianOf(values: number[]): number {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
