import type { Agent } from "../../shared/records.ts";
import { findBoardLead, findMainAgent } from "../database/agents.ts";
import { dismissRun, setRunPinned } from "../database/keep-run.ts";
import { readRun, readRunSummary } from "../database/read-runs.ts";
import { findRunPlan } from "../database/run-plans.ts";
import { findEarlierTemplates } from "../operations/earlier-templates.ts";
import { exportPlan } from "../operations/export-plan.ts";
import { groupRunPlan } from "../operations/group-plan.ts";
import { hideTokens } from "../operations/hide-tokens.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { replacedOptions, undoOptions } from "../operations/plan-restores.ts";
import { readPlan } from "../operations/read-plan.ts";
import { readPlanDiff } from "../operations/read-plan-diff.ts";
import { requireRunId } from "../operations/require-run-id.ts";
import { retryRun } from "../operations/retry-run.ts";
import { restoreAllTemplates } from "../operations/save-templates.ts";
import { startSyncRun } from "../operations/start-sync-run.ts";
import { startWake } from "../operations/wake-runs.ts";
import { applySavedPlan, selectFromPlan } from "../provisioning/apply-saved-plan.ts";
import { ensureGatewayAgent } from "../provisioning/ensure-gateway-agent.ts";
import { ensureLead } from "../provisioning/ensure-lead.ts";
import { readRunDiffs } from "../provisioning/report/read-run-diffs.ts";
import { exportErrors } from "../runs/export-errors.ts";
import { inPieces } from "../runs/in-pieces.ts";
import type { StartedRun } from "../runs/run-hub.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function runsRouter(os: ContractImplementer, services: RouterServices) {
  const { database, vault, runs, changes, startedBy } = services;
  return {
    list: os.runs.list.handler(({ input }) => runs.list(input)),
    get: os.runs.get.handler(({ input }) => runs.snapshot(input.id)),
    row: os.runs.row.handler(({ input }) => runs.row(input.id)),
    read: os.runs.read.handler(async function* ({ input }) {
      yield* inPieces(runs.snapshot(input.id));
    }),
    drift: os.runs.drift.handler(({ input }) =>
      readRunDiffs(database, input.id, () => vault).map((drift) => ({ ...drift, diff: hideTokens(drift.diff) })),
    ),
    sync: os.runs.sync.handler(({ input }) => startSyncRun(services, input)),
    ensureLead: os.runs.ensureLead.handler(async ({ input }) => {
      const started = await runs.start((handle) => ensureLead(services, { ...input, startedBy, ...handle }));
      return ensured(started, () => findBoardLead(database, input.boardId));
    }),
    ensureGatewayAgent: os.runs.ensureGatewayAgent.handler(async ({ input }) => {
      const started = await runs.start((handle) => ensureGatewayAgent(services, { ...input, startedBy, ...handle }));
      return ensured(started, () => findMainAgent(database, input.gatewayId));
    }),
    wake: os.runs.wake.handler(({ input }) => startWake(services, input)),
    follow: os.runs.follow.handler(({ input, signal }) => {
      readRunSummary(database, input.id);
      return runs.follow(input.id, input.afterSeq, signal);
    }),
    cancel: os.runs.cancel.handler(({ input }) => {
      runs.cancel(input.id);
      return null;
    }),
    setPinned: os.runs.setPinned.handler(({ input: { id, pinned } }) => {
      setRunPinned(database, id, pinned);
      changes.emit("runs");
      return null;
    }),
    dismiss: os.runs.dismiss.handler(({ input }) => {
      dismissRun(database, input.id);
      changes.emit("runs");
      return null;
    }),
    retryNow: os.runs.retryNow.handler(({ input }) => {
      runs.retryNow(input.id);
      return null;
    }),
    retry: os.runs.retry.handler(async ({ input }) => {
      return { runId: requireRunId(await retryRun(services, input)) };
    }),
    undo: os.runs.undo.handler(({ input: { id, file, withTemplates = [] } }) => {
      const options = file ? replacedOptions(database, id, file) : undoOptions(database, id);
      const takeTemplates = () => restoreAllTemplates(services, withTemplates);
      return startSyncRun(services, options, withTemplates.length > 0 ? { takeTemplates } : {});
    }),
    earlierTemplates: os.runs.earlierTemplates.handler(({ input }) => findEarlierTemplates(services, input.id)),
    plan: os.runs.plan.handler(({ input }) => findRunPlan(database, input.id) ?? null),
    planGroups: os.runs.planGroups.handler(({ input }) => groupRunPlan(database, input.id)),
    planDiff: os.runs.planDiff.handler(({ input }) => ({ diff: readPlanDiff(database, input) })),
    apply: os.runs.apply.handler(async ({ input }) => {
      const plan = selectFromPlan(readPlan(database, input.id), input.selection, input.keeps);
      const started = await runs.start((handle) => applySavedPlan(services, { plan, startedBy, ...handle }));
      return { runId: requireRunId(started.runId) };
    }),
    exportPlan: os.runs.exportPlan.handler(({ input }) =>
      exportPlan(selectFromPlan(readPlan(database, input.id), null, input.keeps), readRun(database, input.id).drift),
    ),
    exportErrors: os.runs.exportErrors.handler(({ input }) => exportErrors(runs.snapshot(input.id), input.format)),
  };
}

/** The agent's row is created before its run begins; if no run is needed, the operation's own result counts. */
async function ensured(
  { runId, result }: StartedRun<{ agent: Agent }>,
  findAgent: () => Agent | undefined,
): Promise<{ runId: string | null; agentId: string }> {
  const agent = (runId === null ? undefined : findAgent()) ?? (await result).agent;
  return { runId, agentId: agent.id };
}
