import type { RunRow } from "./run-views.ts";

/** Whether a run is a drift check that succeeded and found differences. */
export function foundDrift({ kind, status, counts }: Pick<RunRow, "kind" | "status" | "counts">): boolean {
  return kind === "drift-check" && status === "succeeded" && counts.updated > 0;
}
