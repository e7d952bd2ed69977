import type { Plan } from "../../../shared/plan.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { type Hold, hasMovedExtras, holdNothing, holdToFiles, holdToPlan } from "../plan/hold-plan.ts";
import { planSessionConfig } from "../plan/plan-session-config.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { extrasMoved } from "../report/sync-errors.ts";

export type ChooseHoldInput = { session: GatewaySession; saved: Plan | undefined; templatesSha256: string };

/** Which differences this run is about: all, some files, or those of a saved plan. Reports settings that changed since. */
export function chooseHold(run: RunContext, { session, saved, templatesSha256 }: ChooseHoldInput): Hold {
  const { fileNames } = run.options;
  if (saved) {
    const { extras } = planSessionConfig(session, { agents: [], onlyRoster: false });
    if (hasMovedExtras(saved, extras)) report(run, extrasMoved(run.gateway), null);
    return holdToPlan(saved, { templatesSha256, dialect: session.dialect.name });
  }
  return fileNames ? holdToFiles(fileNames) : holdNothing;
}
