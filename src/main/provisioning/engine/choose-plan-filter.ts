import type { Plan } from "../../../shared/plan.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { planConfig } from "../plan/plan-config.ts";
import {
  haveSettingsMoved,
  keepAll,
  keepToFiles,
  keepToPlan,
  keepToRestored,
  type PlanFilter,
} from "../plan/plan-filter.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { settingsMoved } from "../report/sync-errors.ts";

export type ChoosePlanFilterInput = { session: GatewaySession; saved: Plan | null; templatesSha256: string };

/** Which differences this run is about: all, some files, or those of a saved plan. Reports settings that changed since. */
export function choosePlanFilter(
  run: RunContext,
  { session, saved, templatesSha256 }: ChoosePlanFilterInput,
): PlanFilter {
  const { fileNames, restore } = run.options;
  if (saved) {
    const { settings } = planConfig(session, { agents: [], settings: true });
    if (haveSettingsMoved(saved, settings)) report(run, settingsMoved(run.gateway), null);
    return keepToPlan(saved, { templatesSha256, dialect: session.dialect.name });
  }
  if (restore) return keepToRestored;
  return fileNames ? keepToFiles(fileNames) : keepAll;
}
