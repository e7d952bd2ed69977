import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../database/open-database.ts";
import type { Retention } from "../database/outdated-runs.ts";
import { isPruningDue, pruneHistory } from "../database/prune-history.ts";

export type HistoryPruningOptions = {
  database: Database;
  retention: () => Retention;
  /** Whether a run is in progress in this process: pruning waits for a quiet moment. */
  isBusy: () => boolean;
  /** Called with the number of deleted runs, if there were any. */
  onPruned: (runs: number) => void;
  /** Called for unexpected errors. */
  onFault: (error: unknown) => void;
  nowMs?: () => number;
  /** Between two steps, so that the process can do other work. */
  pause?: () => Promise<unknown>;
};

const lookEveryMs = 60_000;
const pauseMs = 20;

/** Prunes the history once a day, in short steps. It stops when a run begins, and begins again later. */
export class HistoryPruning {
  readonly #options: HistoryPruningOptions;
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | null = null;
  #isStopped = false;

  constructor(options: HistoryPruningOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), lookEveryMs).unref();
  }

  /** Resolves when the database is no longer used. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#pass;
  }

  /** Prunes if it is due, and resolves when that is done or was stopped. */
  look(): Promise<void> {
    this.#pass ??= this.#prune().finally(() => {
      this.#pass = null;
    });
    return this.#pass;
  }

  async #prune(): Promise<void> {
    const { database, retention, onPruned, onFault, pause = () => sleep(pauseMs) } = this.#options;
    const nowMs = (this.#options.nowMs ?? Date.now)();
    let deleted = 0;
    try {
      if (this.#mustWait() || !isPruningDue(database, nowMs)) return;
      for (const runs of pruneHistory(database, retention(), nowMs)) {
        deleted += runs;
        await pause();
        if (this.#mustWait()) break;
      }
    } catch (error) {
      onFault(error);
    }
    if (deleted > 0) onPruned(deleted);
  }

  #mustWait(): boolean {
    return this.#isStopped || this.#options.isBusy();
  }
}
