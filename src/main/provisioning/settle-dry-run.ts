import type { GatewaySession } from "../gateway/session.ts";
import { nothingApplied } from "./apply-agent.ts";
import { planSessionConfig } from "./apply-config.ts";
import { rosterAgent } from "./apply-plan.ts";
import { fileDiff } from "./file-diff.ts";
import type { GatewayPlan } from "./make-plan.ts";
import { filesToWrite } from "./plan-agent.ts";
import { type RunContext, settle } from "./run-context.ts";
import { outcomeRow } from "./run-tally.ts";

/** Settles every agent by what a sync would do to it now, and keeps the diffs; writes nothing to the gateway. */
export function settleDryRun(run: RunContext, session: GatewaySession, plan: GatewayPlan): void {
  const config = planSessionConfig(
    session,
    plan.agents.map(({ scoped }) => rosterAgent(scoped)),
  );
  for (const agentPlan of plan.agents) {
    const { scoped } = agentPlan;
    const steps = filesToWrite(agentPlan);
    for (const { name, write } of steps) {
      if (write) run.journal.drift(scoped.agent.id, name, fileDiff(name, write.theirs ?? "", write.ours));
    }
    const { filesUnchanged, filesPreserved } = nothingApplied(agentPlan);
    const isChanged =
      steps.length > 0 ||
      agentPlan.resetSession ||
      config.newAgents.has(scoped.key) ||
      config.changedAgents.has(scoped.key);
    settle(run, {
      ...outcomeRow(scoped, isChanged ? "updated" : "unchanged", isChanged ? "would be updated" : null),
      filesWritten: steps.map(({ name }) => name).sort(),
      filesUnchanged,
      filesPreserved,
    });
  }
}
