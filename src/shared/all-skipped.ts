import type { RunRow } from "./run-views.ts";
import { outcomes } from "./sync.ts";

/** Whether a run succeeded only because every agent was left out, such as the sync of a paused board. */
export function allSkipped({ status, counts }: Pick<RunRow, "status" | "counts">): boolean {
  return status === "succeeded" && outcomes.every((outcome) => counts[outcome] > 0 === (outcome === "skipped"));
}
