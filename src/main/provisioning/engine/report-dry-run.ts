import { setImmediate } from "node:timers/promises";
import { nothingApplied } from "../apply/apply-agent.ts";
import { agentsAtATime } from "../model/side-by-side.ts";
import { changedSince, staleMemories } from "../observe/remembered-files.ts";
import { refusedFiles } from "../plan/linked-files.ts";
import type { GatewayPlan } from "../plan/make-plan.ts";
import { type AgentPlan, filesToWrite } from "../plan/plan-agent.ts";
import type { ConfigPlan } from "../plan/plan-config.ts";
import type { PlanFilter } from "../plan/plan-filter.ts";
import { syncStateOf } from "../plan/sync-state.ts";
import { fileDiff } from "../report/file-diff.ts";
import { type RunContext, recordOutcome, report } from "../report/run-context.ts";
import { outcomeRow } from "../report/run-tally.ts";
import { insertToken } from "../tokens/mask-token.ts";

export type ReportDryRunOptions = {
  run: RunContext;
  plan: GatewayPlan;
  filter: PlanFilter;
  /** The changes to the configuration that a sync would make; entries may need more. */
  config: ConfigPlan;
};

/**
 * Records for every agent what a sync would do to it now, and keeps the diffs; writes nothing to the gateway.
 * @returns the part of `plan` that would be carried out
 * @throws when the run is cancelled
 */
export async function reportDryRun(options: ReportDryRunOptions): Promise<AgentPlan[]> {
  const reported: AgentPlan[] = [];
  for (const plan of options.plan.agents) {
    // Diffs take long: with thousands of agents, other work and a cancel must not wait for all of them.
    if (reported.length % agentsAtATime === 0) await setImmediate();
    options.run.signal.throwIfAborted();
    reported.push(reportOne(options, plan));
  }
  return reported;
}

function reportOne(options: ReportDryRunOptions, full: AgentPlan): AgentPlan {
  const { run, filter, config } = options;
  const { remembered, changes } = options.plan;
  const { scoped } = full;
  const plan = filter.take(full, changes.get(scoped.key)).plan ?? { ...full, files: [] };
  const entryDiffers = changes.has(scoped.key);
  const steps = filesToWrite(plan);
  for (const { name, write } of steps) {
    if (!write) continue;
    const ours = plan.token.kind === "mint" ? insertToken(write.ours, "(new agent token)") : write.ours;
    run.journal.drift(scoped.agent.id, name, fileDiff(name, write.theirs ?? "", ours));
  }
  // Files read now need not be fetched again by the next sync.
  const known = remembered(scoped.agent.id);
  run.journal.seen(scoped.agent.id, [
    ...staleMemories(full.files, known),
    ...changedSince(nothingApplied(full).seen, known),
  ]);
  const stays = scoped.move?.verdict === "stays";
  run.journal.syncState(
    syncStateOf({
      plan: full,
      entryDiffers: entryDiffers || stays || scoped.isMisplaced === true,
      written: [],
      rekeyed: false,
    }),
  );
  const { filesUnchanged, filesPreserved } = nothingApplied(plan);
  const refused = refusedFiles(run.gateway, plan);
  for (const error of refused.values()) report(run, error, scoped);
  const isArriving = scoped.move?.verdict === "resumes";
  const isChanged =
    steps.length > 0 ||
    plan.resetSession ||
    plan.token.kind === "adopt" ||
    config.changes.has(scoped.key) ||
    isArriving;
  const whyFailed = stays ? "workspace-kept" : refused.size > 0 ? "error" : null;
  const outcome = whyFailed !== null ? "failed" : isChanged ? "updated" : "unchanged";
  const why = plan.token.kind === "adopt" ? "token-adopted" : "would-update";
  recordOutcome(run, {
    ...outcomeRow(scoped, outcome, whyFailed ?? (isChanged ? why : null)),
    filesWritten: steps.map(({ name }) => name).sort(),
    filesUnchanged,
    filesPreserved,
  });
  return plan;
}
