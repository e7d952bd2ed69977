import { setImmediate } from "node:timers/promises";
import { nothingApplied } from "./apply-agent.ts";
import { fileDiff } from "./file-diff.ts";
import type { Hold } from "./hold-plan.ts";
import type { GatewayPlan } from "./make-plan.ts";
import { insertToken } from "./mask-token.ts";
import { staysReason } from "./move-errors.ts";
import { type AgentPlan, filesToWrite } from "./plan-agent.ts";
import type { ConfigPlan } from "./plan-config.ts";
import { disproved, newsOf } from "./remembered-files.ts";
import { type RunContext, settle } from "./run-context.ts";
import { outcomeRow } from "./run-tally.ts";
import { agentsAtATime } from "./side-by-side.ts";
import { syncStateOf } from "./sync-state.ts";

export type SettleDryRunOptions = {
  run: RunContext;
  plan: GatewayPlan;
  hold: Hold;
  /** What would be written of the configuration. */
  config: ConfigPlan;
  /** What is not as it should be of roster entries, by agent key, whether it would be written or not. */
  entriesOff: ConfigPlan["changes"];
};

/**
 * Settles every agent by what a sync would do to it now, and keeps the diffs; writes nothing to the gateway.
 *
 * @returns what would be carried out of `plan`
 * @throws when the run is cancelled
 */
export async function settleDryRun(options: SettleDryRunOptions): Promise<AgentPlan[]> {
  const settled: AgentPlan[] = [];
  for (const plan of options.plan.agents) {
    // Diffs take their time: of thousands of agents others must get a word in, and cancel too.
    if (settled.length % agentsAtATime === 0) await setImmediate();
    options.run.signal.throwIfAborted();
    settled.push(settleOne(options, plan));
  }
  return settled;
}

function settleOne(options: SettleDryRunOptions, full: AgentPlan): AgentPlan {
  const { run, hold, config, entriesOff } = options;
  const { remembered } = options.plan;
  const { scoped } = full;
  const plan = hold.take(full, entriesOff.get(scoped.key)).plan ?? { ...full, files: [] };
  const entryIsOff = entriesOff.has(scoped.key);
  const steps = filesToWrite(plan);
  for (const { name, write } of steps) {
    if (!write) continue;
    const ours = plan.token.kind === "mint" ? insertToken(write.ours, "(new agent token)") : write.ours;
    run.journal.drift(scoped.agent.id, name, fileDiff(name, write.theirs ?? "", ours));
  }
  // What was read once need not be fetched again by the sync that follows.
  const known = remembered(scoped.agent.id);
  run.journal.seen(scoped.agent.id, [...disproved(full.files, known), ...newsOf(nothingApplied(full).seen, known)]);
  const stays = scoped.move?.verdict === "stays";
  run.journal.syncState(syncStateOf({ plan: full, entryIsOff: entryIsOff || stays, written: [], rekeyed: false }));
  const { filesUnchanged, filesPreserved } = nothingApplied(plan);
  const isArriving = scoped.move?.verdict === "resumes";
  const isChanged =
    steps.length > 0 ||
    plan.resetSession ||
    plan.token.kind === "adopt" ||
    config.changes.has(scoped.key) ||
    isArriving;
  const outcome = stays ? "failed" : isChanged ? "updated" : "unchanged";
  settle(run, {
    ...outcomeRow(scoped, outcome, stays ? staysReason : isChanged ? "would be updated" : null),
    filesWritten: steps.map(({ name }) => name).sort(),
    filesUnchanged,
    filesPreserved,
  });
  return plan;
}
