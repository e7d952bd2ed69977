import type { RunRow } from "../../shared/run-views.ts";
import { type SyncOptions, syncOptionsSchema } from "../../shared/sync-options.ts";
import type { RunSummary } from "../database/read-runs.ts";

/** A run of the history as a list shows it. */
export function runRowOf(run: RunSummary): RunRow {
  const { id, kind, gatewayId, gatewayName, startedBy, retryOf, status, startedAt, endedAt, errors, warnings } = run;
  const { isPinned, dismissedAt } = run;
  const facts = { id, kind, gatewayId, gatewayName, startedBy, retryOf, status, startedAt, endedAt, errors, warnings };
  return { ...facts, isPinned, dismissedAt, options: optionsOf(run), counts: run.agents };
}

/** The options of a run, also of one from before an option existed. */
export function optionsOf(run: Pick<RunSummary, "options" | "gatewayId">): SyncOptions {
  return syncOptionsSchema.parse({ gatewayId: run.gatewayId, ...run.options });
}
