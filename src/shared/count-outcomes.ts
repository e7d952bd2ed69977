import { noCounts } from "./run-draft.ts";
import type { AgentOutcome, Outcome, SyncReport } from "./sync.ts";

export type OutcomeCounts = Pick<
  SyncReport,
  | "agentsInScope"
  | "agentsUpdated"
  | "agentsUnchanged"
  | "agentsSkipped"
  | "agentsFailed"
  | "agentsNotAttempted"
  | "mainUpdated"
>;

/** The counts of a report. Those named agents* count board agents; the main agent has its own row. */
export function countOutcomes(rows: readonly AgentOutcome[]): OutcomeCounts {
  const count = (outcome: Outcome) => rows.filter((row) => !row.isMain && row.outcome === outcome).length;
  return {
    agentsInScope: rows.filter((row) => !row.isMain).length,
    agentsUpdated: count("updated"),
    agentsUnchanged: count("unchanged"),
    agentsSkipped: count("skipped"),
    agentsFailed: count("failed"),
    agentsNotAttempted: count("not-attempted"),
    mainUpdated: rows.some((row) => row.isMain && row.outcome === "updated"),
  };
}

/** How many agents had each outcome, the main agent included. */
export function countByOutcome(agents: readonly Pick<AgentOutcome, "outcome">[]): Record<Outcome, number> {
  const counts = { ...noCounts };
  for (const { outcome } of agents) counts[outcome] += 1;
  return counts;
}
