import type { Plan } from "../../shared/plan.ts";
import type { GatewaySession } from "../gateway/session.ts";
import { planSessionConfig } from "./apply-config.ts";
import { type Hold, hasMovedExtras, holdNothing, holdToFiles, holdToPlan } from "./hold-plan.ts";
import type { GatewayPlan } from "./make-plan.ts";
import { rosterOf } from "./roster-agent.ts";
import { type RunContext, report } from "./run-context.ts";
import { extrasMoved, filesNotThere } from "./sync-errors.ts";

/** What of all that differs this run is about: everything, some files, or what a plan said. Reports what of that is not there. */
export function chooseHold(
  run: RunContext,
  session: GatewaySession,
  { plan, saved, templatesSha256 }: { plan: GatewayPlan; saved: Plan | undefined; templatesSha256: string },
): Hold {
  const { fileNames } = run.options;
  if (saved) {
    const config = planSessionConfig(session, { agents: rosterOf(plan.agents), onlyRoster: false });
    const now = { config, templatesSha256 };
    if (hasMovedExtras(saved, now)) report(run, extrasMoved(run.gateway), null);
    return holdToPlan(saved, now);
  }
  if (fileNames) {
    reportNotThere(run, fileNames, plan);
    return holdToFiles(fileNames);
  }
  // With nobody to provision the gateway's configuration is none of our business.
  return { ...holdNothing, takesExtras: plan.agents.length > 0 };
}

/** Files that no agent has here: one dialect's names mean nothing on the other, and the sync would end well without a word. */
function reportNotThere(run: RunContext, fileNames: string[], { agents }: GatewayPlan): void {
  const there = new Set(agents.flatMap(({ files }) => files.map(({ name }) => name)));
  const missing = fileNames.filter((name) => !there.has(name));
  if (agents.length > 0 && missing.length > 0) report(run, filesNotThere(run.gateway, missing), null, "warning");
}
