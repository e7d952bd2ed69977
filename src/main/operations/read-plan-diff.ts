import type { Database } from "../database/database.ts";
import { findRunDiff } from "../database/find-run-diff.ts";
import { readRunSummary } from "../database/read-runs.ts";
import { hideTokens } from "./hide-tokens.ts";
import { withoutOwnValues } from "./own-values.ts";
import { readPlan } from "./read-plan.ts";

export type PlanDiffInput = { id: string; agentId: string; fileName: string; ofGroup: boolean };

/**
 * The diff of a file of a plan, without tokens; null when the file is not written. With `ofGroup`, without the agent's own values too.
 * @throws FlightDeckError not-found when the run is deleted
 */
export function readPlanDiff(database: Database, { id, agentId, fileName, ofGroup }: PlanDiffInput): string | null {
  const diff = findRunDiff(database, id, agentId, fileName);
  if (diff === undefined) {
    // A check is deleted when the next one has ended: that is not the same as a file without a difference.
    readRunSummary(database, id);
    return null;
  }
  const shown = hideTokens(diff);
  const agent = ofGroup ? readPlan(database, id).agents.find((each) => each.agentId === agentId) : undefined;
  return agent ? withoutOwnValues(shown, agent).text : shown;
}
