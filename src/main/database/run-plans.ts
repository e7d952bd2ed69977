import type { Plan } from "../../shared/plan.ts";
import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { runPlans } from "./schema/history-tables.ts";

/** Keeps the plan that a run made or applied, without diffs. */
export function saveRunPlan(db: Database, runId: string, plan: Plan): void {
  db.orm.insert(runPlans).values({ runId, plan }).run();
}

export function findRunPlan(db: Database, runId: string): Plan | undefined {
  return db.orm.select({ plan: runPlans.plan }).from(runPlans).where(eq(runPlans.runId, runId)).get()?.plan;
}
