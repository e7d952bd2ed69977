import type { RunRow } from "../../../shared/run-views.ts";

/** What a retry of a run would take up, as its button says it; null when every agent is done. */
export function describeRetry({ counts }: Pick<RunRow, "counts">): { label: string; agents: number } | null {
  const { failed, "not-attempted": notAttempted } = counts;
  const agents = failed + notAttempted;
  if (agents === 0) return null;
  const verb = notAttempted === 0 ? "Retry failed" : failed === 0 ? "Continue" : "Retry unfinished";
  return { label: `${verb} (${agents.toLocaleString("en")})`, agents };
}
