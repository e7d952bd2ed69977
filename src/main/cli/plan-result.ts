import type { Plan } from "../../shared/plan.ts";
import { catchStorageTrouble } from "../database/explain-database-failure.ts";
import type { Database } from "../database/open-database.ts";
import { readRun } from "../database/read-runs.ts";
import type { RunDrift } from "../database/runs.ts";
import type { Cli } from "./cli-context.ts";
import { planDiffText } from "./text/plan-diff-text.ts";
import { planText } from "./text/plan-text.ts";

/** Rows beyond this are only in the plan's file and in `--json`. */
const mostRows = 40;

/** A plan that was just made, with its diffs if asked for. */
export function planLines({ output }: Cli, database: Database, plan: Plan, withDiffs: boolean): string[] {
  const { columns, paint } = output;
  const lines = planText({ plan, mostRows, columns, paint });
  if (!withDiffs) return lines;
  return [...lines, "", ...planDiffText({ plan, diffs: diffsOf(database, plan), columns, paint })];
}

/** The diffs of a plan that was just made; none if the database could not take them, which the report says. */
export function diffsOf(database: Database, plan: Plan): RunDrift[] {
  let diffs: RunDrift[] = [];
  catchStorageTrouble(() => {
    diffs = readRun(database, plan.id).drift;
  });
  return diffs;
}
