import type { RunRow } from "../../../shared/run-views.ts";

/** What a retry of a run would repeat, as the label of its button; null when there is nothing to repeat. */
export function describeRetry({
  kind,
  status,
  counts,
  dismissedAt,
}: Pick<RunRow, "kind" | "status" | "counts" | "dismissedAt">): { label: string; agents: number } | null {
  const { failed, "not-attempted": notAttempted } = counts;
  const agents = failed + notAttempted;
  // A deletion needs the agent's name.
  if (agents === 0 || kind === "delete-orphan" || kind === "adopt") return null;
  // It was resumed to its end, or an operator has dealt with it.
  if (status === "interrupted" && dismissedAt !== null) return null;
  const verb =
    status === "interrupted"
      ? "Resume"
      : notAttempted === 0
        ? "Retry failed"
        : failed === 0
          ? "Continue"
          : "Retry unfinished";
  return { label: `${verb} (${agents.toLocaleString("en")})`, agents };
}
