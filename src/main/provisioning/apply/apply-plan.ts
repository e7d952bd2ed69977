import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { OutcomeReason } from "../../../shared/outcome-reasons.ts";
import type { AgentOutcome } from "../../../shared/sync.ts";
import { heartbeatJobOf } from "../../gateway/heartbeat-jobs.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { bootstrapName } from "../model/openclaw-seeds.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sideBySide } from "../model/side-by-side.ts";
import { changedSince, staleMemories } from "../observe/remembered-files.ts";
import { refusedFiles } from "../plan/linked-files.ts";
import type { GatewayPlan } from "../plan/make-plan.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import type { PlanFilter } from "../plan/plan-filter.ts";
import { syncStateOf } from "../plan/sync-state.ts";
import { endsRun, type RunContext, recordOutcome, report } from "../report/run-context.ts";
import { outcomeRow } from "../report/run-tally.ts";
import { fileBlocked } from "../report/sync-errors.ts";
import { tokenPlaceholder } from "../tokens/mask-token.ts";
import { type AppliedAgent, applyAgent, nothingApplied } from "./apply-agent.ts";
import { carryFiles } from "./carry-files.ts";
import { type ApplyPlanOptions, type Configured, configureGateway, writesHeartbeat } from "./configure-gateway.ts";
import { howCutOff } from "./how-cut-off.ts";
import { planAgain } from "./plan-again.ts";
import { lookAtFirstTurn, type WakeOptions, type WakeResult, wakeAgent } from "./wake-agent.ts";

export type AppliedPlan = Pick<Configured, "heartbeatJobs"> & { woken: ScopedAgent[] };

/**
 * Carries out a plan: first the configuration, in one patch, then the board agents in parallel, the main agent last. Records an
 * outcome for every agent of the plan that it reaches.
 * @returns the heartbeat automations that the gateway has then, and the agents that were sent their wake-up message
 * @throws what ends the run: the gateway stayed away, or cancel
 */
export async function applyPlan(options: ApplyPlanOptions): Promise<AppliedPlan> {
  const { run, session, plan, filter } = options;
  run.emit({ type: "phase", phase: "writing-config" });
  const configured = await configureGateway(options);
  run.emit({ type: "phase", phase: "writing-files" });
  const woken: ScopedAgent[] = [];
  const apply = (planned: AgentPlan) =>
    applyOne({ run, session, gatewayPlan: plan, planned, filter, configured, woken });
  try {
    await sideBySide(
      plan.agents.filter(({ scoped }) => !scoped.isMain),
      apply,
    );
    for (const main of plan.agents.filter(({ scoped }) => scoped.isMain)) await apply(main);
    return { heartbeatJobs: configured.heartbeatJobs, woken };
  } catch (error) {
    recordConfiguredOnly(run, plan, configured, error);
    throw error;
  }
}

/** Agents that have their entry on the gateway, but none of whose files was attempted. */
function recordConfiguredOnly(run: RunContext, { agents }: GatewayPlan, configured: Configured, error: unknown): void {
  for (const { scoped } of agents) {
    if (run.tally.outcomes.has(scoped.agent.id) || entryChange(configured, scoped) === null) continue;
    recordOutcome(run, {
      ...outcomeRow(scoped, "not-attempted"),
      ...howCutOff(run, error, entryChange(configured, scoped)),
    });
  }
}

function entryChange({ added, changed }: Configured, { key }: ScopedAgent): "added" | "changed" | null {
  if (added.has(key)) return "added";
  return changed.has(key) ? "changed" : null;
}

type ApplyOneOptions = {
  run: RunContext;
  session: GatewaySession;
  gatewayPlan: GatewayPlan;
  planned: AgentPlan;
  filter: PlanFilter;
  configured: Configured;
  /** The agents that were sent their wake-up message; filled in. */
  woken: ScopedAgent[];
};

async function applyOne(options: ApplyOneOptions): Promise<void> {
  const { run, session, planned, filter, configured } = options;
  const { scoped } = planned;
  const entryDiffers = configured.differingEntries.has(scoped.key);
  let plan = planned;
  let applied = nothingApplied(planned);
  try {
    run.signal.throwIfAborted();
    const lost = configured.lost.get(scoped.key);
    const placeless = lost ? whyPlaceless(options) : null;
    if (placeless !== null) {
      if (lost?.refusal) report(run, lost.refusal, scoped);
      recordOutcome(run, outcomeRow(scoped, "failed", lost?.refusal ? "error" : placeless));
      return;
    }
    run.emit({ type: "agent-state", agentId: scoped.agent.id, state: "writing" });
    const wasAdded = configured.added.has(scoped.key) && !scoped.foreign;
    plan =
      configured.added.has(scoped.key) || configured.changed.has(scoped.key) || lackedJob(options)
        ? await planAgain(options)
        : planned;
    const held = filter.take(plan, configured.changes.get(scoped.key));
    if (held.plan) {
      applied = nothingApplied(held.plan);
      await carryFiles({ run, session, plan: held.plan, isJustAdded: wasAdded }, applied);
      const heartbeatJobId = heartbeatJobOf(configured.heartbeatJobs, scoped.key);
      const { overwrite } = run.options;
      const { tokens, journal, steps, mark, signal } = run;
      const isJustAdded = wasAdded;
      await applyAgent(
        { session, plan: held.plan, tokens, journal, steps, heartbeatJobId, overwrite, mark, isJustAdded, signal },
        applied,
      );
      const refused = refusedFiles(run.gateway, held.plan);
      applied.errors.push(...refused.values());
      for (const step of held.plan.files) {
        const isWarned = step.action === "blocked" && !refused.has(step.name);
        if (isWarned) report(run, fileBlocked(scoped, step), scoped, "warning");
      }
    }
    if (scoped.move && scoped.move.verdict !== "stays" && held.plan && applied.errors.length === 0) {
      run.moves.end(scoped.agent.id);
    }
    if (held.refused.length > 0) applied.errors.push(planMoved(scoped, held.refused));
    if (lost?.refusal) applied.errors.unshift(lost.refusal);
    const mayWake = run.provisioning && scoped.mode === undefined;
    if (mayWake && applied.errors.length === 0 && !lost) await wake(options, wasAdded, applied);
    recordApplied(options, applied);
  } catch (error) {
    if (endsRun(run, error)) {
      recordCutOff(options, plan, applied, error);
      throw error;
    }
    report(run, error, scoped);
    remember(options, applied);
    recordOutcome(run, { ...rowOf(scoped, applied), outcome: "failed", reason: reasonOf(error) });
  } finally {
    const { rekeyed } = applied;
    const written = [...applied.filesWritten, ...applied.filesRestored];
    const isStuck = scoped.move !== undefined && (scoped.move.verdict === "stays" || applied.errors.length > 0);
    const isMisplaced = scoped.isMisplaced === true || isStuck;
    run.journal.syncState(syncStateOf({ plan, entryDiffers: entryDiffers || isMisplaced, written, rekeyed }));
  }
}

function reasonOf(error: unknown): OutcomeReason {
  const isTheirs = error instanceof FlightDeckError && error.code === "agent-managed-elsewhere";
  return isTheirs ? "managed-elsewhere" : "error";
}

/** Why an agent has no place for its files after the gateway refused its configuration. */
function whyPlaceless({ gatewayPlan, planned, configured }: ApplyOneOptions): OutcomeReason | null {
  const { key } = planned.scoped;
  if (configured.lost.get(key)?.isLedAway) return "workspace-changed";
  if (!configured.roster.has(key) && configured.isUnread) return "entry-unknown";
  if (!configured.roster.has(key)) return "not-added";
  if (gatewayPlan.toOtherWorkspace.has(key) && configured.differingEntries.has(key)) return "workspace-refused";
  return null;
}

function planMoved({ agent }: ScopedAgent, refused: string[]): FlightDeckError {
  return new FlightDeckError(
    "plan-moved",
    `Changes planned for agent "${agent.name}" are out of date and were not applied: ${refused.join("; ")}.`,
    hintsOf("plan-moved").review,
  );
}

/** Whether HEARTBEAT was planned for an automation that did not exist yet. */
function lackedJob({ gatewayPlan, planned, configured }: ApplyOneOptions): boolean {
  const { key } = planned.scoped;
  return (
    configured.roster.has(key) &&
    writesHeartbeat(planned) &&
    heartbeatJobOf(gatewayPlan.heartbeatJobs, key) === undefined
  );
}

/**
 * The content of BOOTSTRAP.md for the wake-up message: newer gateways remove the file at the first turn, unread. Sessions that keep
 * files are those of older ones, which show it. A plan has no content where the file is there from an earlier attempt.
 */
async function firstRunOf({ run, session, planned: { scoped, files } }: ApplyOneOptions): Promise<string | null> {
  const step = files.find(({ name }) => name === bootstrapName);
  if (session.sessionsKeepFiles || !step) return null;
  const rendered = step.write ? [] : await run.render(scoped, session.dialect);
  const content = step.write?.ours ?? rendered.find(({ name }) => name === bootstrapName)?.maskedContent ?? null;
  // A worker's is only emptied.
  return content === "" || content?.includes(tokenPlaceholder) ? null : content;
}

async function wake(options: ApplyOneOptions, wasAdded: boolean, applied: AppliedAgent): Promise<void> {
  const { run, session, planned, woken } = options;
  const { scoped } = planned;
  const { wakes, signal } = run;
  // An agent that was just added to the gateway cannot have been woken before.
  if (wasAdded) wakes.forget(scoped.agent.id);
  const waking = {
    connection: session.connection,
    scoped,
    act: "provision",
    wakes,
    signal,
    firstRun: await firstRunOf(options),
  } as const;
  const result = await wakeAgent(waking);
  if (result.wasSent) woken.push(scoped);
  if (result.error) applied.errors.push(result.error);
  else await reportFirstTurn(run, waking, result);
}

/** An outage or a cancel ends the run here, but the agent stays provisioned and woken. */
async function reportFirstTurn(run: RunContext, waking: WakeOptions, result: WakeResult): Promise<void> {
  try {
    const warning = await lookAtFirstTurn(waking, result);
    if (warning) report(run, warning, waking.scoped, "warning");
  } catch (error) {
    if (!endsRun(run, error)) throw error;
  }
}

function recordApplied(options: ApplyOneOptions, applied: AppliedAgent): void {
  const { run, planned, configured } = options;
  const { scoped } = planned;
  remember(options, applied);
  for (const error of applied.errors) report(run, error, scoped);
  const { filesWritten, rekeyed, sessionReset } = applied;
  const isConfigured = configured.added.has(scoped.key) || configured.changed.has(scoped.key);
  const isChanged = filesWritten.length > 0 || rekeyed || sessionReset || isConfigured;
  const why = whyFailed(options, applied);
  const outcome = why !== null ? "failed" : isChanged ? "updated" : "unchanged";
  const isAdopted = planned.token.kind === "adopt";
  recordOutcome(run, { ...rowOf(scoped, applied), outcome, reason: why ?? (isAdopted ? "token-adopted" : null) });
}

function whyFailed({ planned: { scoped }, configured }: ApplyOneOptions, applied: AppliedAgent): OutcomeReason | null {
  if (applied.errors.length > 0) return "error";
  if (configured.lost.has(scoped.key)) return "entry-refused";
  return scoped.move?.verdict === "stays" ? "workspace-kept" : null;
}

/** The gateway went away or the operator cancelled while this agent was being written. */
function recordCutOff(options: ApplyOneOptions, { token }: AgentPlan, applied: AppliedAgent, error: unknown): void {
  const { run, planned, configured } = options;
  const { scoped } = planned;
  remember(options, applied);
  const isNewTokenOpen = token.kind === "mint" && !applied.rekeyed;
  const how = howCutOff(run, error, entryChange(configured, scoped), { ...applied, isNewTokenOpen });
  recordOutcome(run, { ...rowOf(scoped, applied), ...how });
}

function remember({ run, gatewayPlan, planned }: ApplyOneOptions, applied: AppliedAgent): void {
  const { agent } = planned.scoped;
  const known = gatewayPlan.remembered(agent.id);
  run.journal.seen(agent.id, [...staleMemories(planned.files, known), ...changedSince(applied.seen, known)]);
  for (const { fileName, diff } of applied.drift) run.journal.drift(agent.id, fileName, diff);
}

function rowOf(scoped: ScopedAgent, applied: AppliedAgent): AgentOutcome {
  const { filesWritten, filesUnchanged, filesPreserved, filesUncertain } = applied;
  return { ...outcomeRow(scoped, "updated"), filesWritten, filesUnchanged, filesPreserved, filesUncertain };
}
