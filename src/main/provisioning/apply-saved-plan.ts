import { FlightDeckError } from "../../shared/errors.ts";
import type { Plan, PlanSelection } from "../../shared/plan.ts";
import type { RunSyncRequest, RunSyncResult } from "./run-sync.ts";
import type { ProvisioningServices } from "./services.ts";

export type ApplySavedPlanRequest = Pick<RunSyncRequest, "startedBy" | "signal" | "onEvent"> & { plan: Plan };

/** The parts of a plan that are selected. */
export function selectFromPlan(plan: Plan, selection: PlanSelection): Plan {
  return selection === null ? plan : notYet();
}

/** Applies a plan and nothing else. */
export async function applySavedPlan(_: ProvisioningServices, __: ApplySavedPlanRequest): Promise<RunSyncResult> {
  return notYet();
}

function notYet(): never {
  throw new FlightDeckError("internal", "Plans cannot be applied yet.", "Sync instead.");
}
