import type { RunRow } from "../../shared/run-views.ts";
import type { ChangeFeed } from "../runs/change-feed.ts";
import type { RunHub } from "../runs/run-hub.ts";

/** A run of this process, and its progress. */
export type RunProgress = { runId: string; gatewayName: string; done: number; total: number };

export type RunWatchOptions = {
  runs: Pick<RunHub, "liveRuns" | "snapshot" | "list">;
  changes: Pick<ChangeFeed, "follow">;
};

/** More runs than can end between two reads. */
const latestRuns = 50;

/** Tells the desktop's own parts (progress, tray, notifications) about the runs of this data folder. */
export class RunWatch {
  readonly #runs: RunWatchOptions["runs"];
  readonly #startedAtMs = Date.now();
  readonly #toldIds = new Set<string>();
  readonly #onProgress = new Set<(live: RunProgress[]) => void>();
  readonly #onEnded = new Set<(run: RunRow) => void>();

  /** @param closing ends the watch */
  constructor({ runs, changes }: RunWatchOptions, closing: AbortSignal) {
    this.#runs = runs;
    void this.#follow(changes, closing);
  }

  /** The runs of this process, as they are now. */
  get live(): RunProgress[] {
    return this.#runs.liveRuns.map(({ runId, gatewayName }) => {
      const { run, agents } = this.#runs.snapshot(runId);
      const done = Object.values(run.counts).reduce((sum, count) => sum + count, 0);
      return { runId, gatewayName, done, total: agents.length };
    });
  }

  /** Called at once and then whenever a run begins, makes progress (about once a second) or ends. */
  onProgress(listener: (live: RunProgress[]) => void): void {
    this.#onProgress.add(listener);
    listener(this.live);
  }

  /** Called once for each run that ends from now on, however short. */
  onEnded(listener: (run: RunRow) => void): void {
    this.#onEnded.add(listener);
  }

  async #follow(changes: RunWatchOptions["changes"], closing: AbortSignal): Promise<void> {
    for await (const { topics } of changes.follow(closing)) {
      if (topics.includes("runs") && !closing.aborted) this.#look();
    }
  }

  #look(): void {
    const { live } = this;
    for (const listener of this.#onProgress) listener(live);
    for (const run of this.#runs.list({ limit: latestRuns })) {
      const hasJustEnded = run.endedAt !== null && Date.parse(run.endedAt) >= this.#startedAtMs;
      if (!hasJustEnded || this.#toldIds.has(run.id)) continue;
      this.#toldIds.add(run.id);
      for (const listener of this.#onEnded) listener(run);
    }
  }
}
