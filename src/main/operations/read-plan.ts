import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Plan } from "../../shared/plan.ts";
import type { Database } from "../database/open-database.ts";
import { findRunPlan } from "../database/run-plans.ts";

/**
 * The plan of a run.
 * @throws FlightDeckError not-found when the run is deleted or made none
 */
export function readPlan(database: Database, runId: string): Plan {
  const plan = findRunPlan(database, runId);
  if (plan) return plan;
  throw new FlightDeckError("not-found", "This run has no plan.", hintsOf("not-found").plan);
}
