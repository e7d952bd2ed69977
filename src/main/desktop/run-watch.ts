import type { RunRow } from "../../shared/views.ts";
import type { ChangeFeed } from "../runs/change-feed.ts";
import type { RunHub } from "../runs/run-hub.ts";

/** A run that this process carries, and how far it is. */
export type RunProgress = { runId: string; gatewayName: string; done: number; total: number };

export type RunWatchOptions = {
  runs: Pick<RunHub, "liveRuns" | "snapshot">;
  changes: Pick<ChangeFeed, "follow">;
};

/** Tells the desktop's own parts (progress, tray, notifications) what the runs of this process are doing. */
export class RunWatch {
  readonly #runs: RunWatchOptions["runs"];
  readonly #onProgress = new Set<(live: RunProgress[]) => void>();
  readonly #onEnded = new Set<(run: RunRow) => void>();
  #live: RunProgress[] = [];

  constructor({ runs, changes }: RunWatchOptions) {
    this.#runs = runs;
    void this.#follow(changes);
  }

  /** The runs as they are now. */
  get live(): RunProgress[] {
    return this.#runs.liveRuns.map(({ runId, gatewayName }) => {
      const { run, agents } = this.#runs.snapshot(runId);
      const done = Object.values(run.counts).reduce((sum, count) => sum + count, 0);
      return { runId, gatewayName, done, total: agents.length };
    });
  }

  /** Called at once and then whenever a run begins, gets on (about once a second) or ends. */
  onProgress(listener: (live: RunProgress[]) => void): void {
    this.#onProgress.add(listener);
    listener(this.#live);
  }

  onEnded(listener: (run: RunRow) => void): void {
    this.#onEnded.add(listener);
  }

  async #follow(changes: RunWatchOptions["changes"]): Promise<void> {
    for await (const { topics } of changes.follow()) if (topics.includes("runs")) this.#look();
  }

  #look(): void {
    const before = this.#live;
    this.#live = this.live;
    const isLive = new Set(this.#live.map(({ runId }) => runId));
    for (const listener of this.#onProgress) listener(this.#live);
    for (const { runId } of before) {
      if (isLive.has(runId)) continue;
      const { run } = this.#runs.snapshot(runId);
      for (const listener of this.#onEnded) listener(run);
    }
  }
}
