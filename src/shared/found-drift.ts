import type { RunRow } from "./run-views.ts";

/** Whether a run is a drift check that succeeded and found differences. */
export function foundDrift(
  run: Pick<RunRow, "kind" | "status"> & { counts: Pick<RunRow["counts"], "updated"> },
): boolean {
  const { kind, status, counts } = run;
  return kind === "drift-check" && status === "succeeded" && counts.updated > 0;
}
