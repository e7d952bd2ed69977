import { readRetention } from "./operations/change-settings.ts";
import type { RouterServices } from "./operations/operation-services.ts";
import { HistoryPruning } from "./runs/history-pruning.ts";

/** Deletes the runs that the settings no longer keep; open pages reload what they list. */
export function createHistoryPruning({ database, runs, changes, log }: RouterServices): HistoryPruning {
  return new HistoryPruning({
    database,
    retention: () => readRetention(database),
    isBusy: () => runs.liveRuns.length > 0,
    onPruned: () => changes.emit("runs"),
    onFault: (err) => log.error({ err }, "the history of runs could not be pruned"),
  });
}
