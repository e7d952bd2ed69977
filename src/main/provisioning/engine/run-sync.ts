import { FlightDeckError } from "../../../shared/errors.ts";
import { agentKey } from "../../../shared/identity.ts";
import type { Plan } from "../../../shared/plan.ts";
import type { Gateway } from "../../../shared/records.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import type { RunEvent, SyncReport } from "../../../shared/sync.ts";
import { type SyncOptions, syncOptionsSchema } from "../../../shared/sync-options.ts";
import { readFleetRevision } from "../../database/agent-sync-states.ts";
import { listAgentIdentities, markProvisioned } from "../../database/agents.ts";
import { endUnsentWrites } from "../../database/file-writes.ts";
import { readGateway } from "../../database/gateways.ts";
import { openGroupCommit } from "../../database/group-commit.ts";
import { saveRunPlan } from "../../database/run-plans.ts";
import { createRun, finishRun } from "../../database/runs.ts";
import { listHeartbeatJobs } from "../../gateway/heartbeat-scratch.ts";
import { isFatal } from "../../gateway/refusal.ts";
import { requireAddress } from "../../gateway/require-address.ts";
import { type GatewaySession, learnHeartbeatKeys, openSession } from "../../gateway/session.ts";
import { applyPlan } from "../apply/apply-plan.ts";
import { canSetChannelVisibility, rememberVisibilityTakenBack } from "../apply/channel-visibility.ts";
import { filteredRoster } from "../apply/configure-gateway.ts";
import { findScope, type Scope } from "../desired/find-scope.ts";
import { rosterAgent, rosterOf } from "../desired/roster-agent.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";
import { lockGateway } from "../model/run-lock.ts";
import type { RunSyncRequest, RunSyncResult } from "../model/run-request.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { readRememberedFiles } from "../observe/remembered-files.ts";
import { admitAgents } from "../plan/admit-agents.ts";
import { decideMoves } from "../plan/decide-moves.ts";
import { describePlan } from "../plan/describe-plan.ts";
import { type GatewayPlan, makePlan } from "../plan/make-plan.ts";
import { reportOutdatedSessions, sessionsThatKeepFiles } from "../plan/outdated-sessions.ts";
import { planSessionConfig } from "../plan/plan-session-config.ts";
import { refuseHalfAToken } from "../plan/refuse-half-a-token.ts";
import { refuseUnknownFiles } from "../plan/refuse-unknown-files.ts";
import { reportConfigEffects } from "../plan/report-config-effects.ts";
import { type Measure, startMeasuring } from "../report/measure-run.ts";
import { openMoveStore } from "../report/move-store.ts";
import { openJournal } from "../report/open-journal.ts";
import { openOwnedBook } from "../report/owned-book.ts";
import { type RunContext, recordOutcome, report } from "../report/run-context.ts";
import { agentInRun, outcomeRow, RunTally } from "../report/run-tally.ts";
import {
  agentLeft,
  boardMissing,
  cancelled,
  filesNotThere,
  mainMissing,
  noOwner,
  visibilityTakenBack,
} from "../report/sync-errors.ts";
import { openTokenBook } from "../tokens/token-book.ts";
import { openTokenStore } from "../tokens/token-store.ts";
import { choosePlanFilter } from "./choose-plan-filter.ts";
import { reportDryRun } from "./report-dry-run.ts";

/**
 * Runs one template sync from start to end (docs/behaviour.md, A sync): scope, connect, read, plan, apply, report. Failures are
 * in the report, where every agent in scope has exactly one outcome.
 * @throws FlightDeckError bad-input, not-found, board-not-on-gateway or run-in-progress, before anything has begun
 */
export async function runSync(services: ProvisioningServices, request: RunSyncRequest): Promise<RunSyncResult> {
  const { database, dataDir } = services;
  const options = syncOptionsSchema.parse(request.options);
  // Read before any record: the run may not have seen later changes.
  const fleetRevisionAtStart = readFleetRevision(database);
  const gateway = readGateway(database, options.gatewayId);
  refuseUnknownFiles(options);
  refuseHalfAToken(options);
  const scope = findScope(database, gateway, { ...options, evenIfPaused: request.provisioning ?? false });
  const unlock = lockGateway(dataDir, gateway);
  try {
    const { kind, startedBy } = request;
    const row = createRun(
      database,
      { gatewayId: gateway.id, gatewayName: gateway.name, kind, options, startedBy },
      everybodyIn(scope).map(agentInRun),
    );
    if (request.plan) saveRunPlan(database, row.id, request.plan);
    return await carryOut(services, request, { runId: row.id, options, gateway, scope, fleetRevisionAtStart });
  } finally {
    unlock();
  }
}

type Begun = { runId: string; options: SyncOptions; gateway: Gateway; scope: Scope; fleetRevisionAtStart: number };

async function carryOut(services: ProvisioningServices, request: RunSyncRequest, begun: Begun): Promise<RunSyncResult> {
  const { database, vault, renderer } = services;
  const { runId, options, gateway, scope, fleetRevisionAtStart } = begun;
  const emit = guarded(request.onEvent);
  const everybody = everybodyIn(scope);
  const durable = openGroupCommit(database);
  const agentIds = everybody.map(({ agent }) => agent.id);
  const tokenStore = openTokenStore(database, vault, agentIds, durable);
  const run: RunContext = {
    runId,
    gateway,
    options,
    provisioning: request.provisioning ?? false,
    render: renderer.forGateway(gateway, options.userId),
    outline: renderer.outlinesFor(gateway, options.userId, { afresh: options.verify }),
    tokens: openTokenBook(tokenStore),
    journal: openJournal({ database, vault, runId, fleetRevisionAtStart, durable }),
    moves: openMoveStore(services, gateway.id, agentIds),
    tally: new RunTally(),
    emit,
    signal: request.signal ?? new AbortController().signal,
  };
  const measure = startMeasuring();
  emit({ type: "started", runId, gatewayId: gateway.id, gatewayName: gateway.name, startedAt: nowTimestamp() });
  emit({ type: "scope", agents: everybody.map(agentInRun) });
  const ending = await attempt(services, run, { scope, measure, saved: request.plan });
  for (const scoped of everybody) {
    if (!run.tally.outcomes.has(scoped.agent.id))
      recordOutcome(run, outcomeRow(scoped, "not-attempted", ending.reason));
  }
  const status = ending.status ?? (run.tally.hasErrors ? "failed" : "succeeded");
  const syncReport = reportOf(run, ending.session, measure);
  run.journal.flush();
  endUnsentWrites(database, runId);
  if (!options.dryRun) markProvisioned(database, run.tally.agentsDone());
  finishRun(database, runId, { status, report: syncReport });
  emit({ type: "ended", status, report: syncReport });
  return { status, report: syncReport, plan: ending.plan };
}

function everybodyIn({ agents, main }: Scope): ScopedAgent[] {
  return [...agents.map(({ scoped }) => scoped), ...(main ? [main] : [])];
}

/** A listener that fails (a closed window, a broken pipe) is not called again; it must not fail an agent. */
function guarded(listener: RunSyncRequest["onEvent"]): (event: RunEvent) => void {
  let hears = listener !== undefined;
  return (event) => {
    if (!hears) return;
    try {
      listener?.(event);
    } catch {
      hears = false;
    }
  };
}

type Ending = {
  status: "unreachable" | "cancelled" | "failed" | null;
  reason: string | null;
  session: GatewaySession | null;
  plan: Plan | null;
};

type Work = { scope: Scope; measure: Measure; saved: Plan | undefined };

/** Runs the sync. If something ends it early, sets the status, and a reason for the remaining agents. */
async function attempt(services: ProvisioningServices, run: RunContext, task: Work): Promise<Ending> {
  const ending: Ending = { status: null, reason: null, session: null, plan: null };
  try {
    await work(services, run, task, ending);
  } catch (error) {
    if (run.signal.aborted) {
      report(run, cancelled(run.gateway), null, "warning");
      return { ...ending, status: "cancelled", reason: "cancelled" };
    }
    report(run, error, null);
    const status = isFatal(error) && error.code !== "gateway-too-old" ? "unreachable" : "failed";
    return { ...ending, status, reason: error instanceof FlightDeckError ? error.code : "internal error" };
  }
  return ending;
}

async function work(services: ProvisioningServices, run: RunContext, task: Work, ending: Ending): Promise<void> {
  const { gateway, emit, options } = run;
  const { scope, measure, saved } = task;
  requireAddress(gateway);
  const connection = services.connections.of(gateway.id);
  connection.clock.reset();
  measure.watch(connection, run);
  emit({ type: "phase", phase: "connecting" });
  // Requested together with the probe, to have it ready when agents are read. Callers that need it get its failure.
  const heartbeatJobs = listHeartbeatJobs(connection, run.signal);
  heartbeatJobs.catch(() => undefined);
  const session = await openSession(connection, run.signal);
  session.canSetChannelVisibility = canSetChannelVisibility(services.database, gateway.id);
  ending.session = session;
  emit({ type: "gateway-connected", version: session.version, dialect: session.dialect.name });
  const user = services.renderer.userFor(gateway, options.userId);
  if (!user) report(run, noOwner(gateway), null, "warning");
  recordSkipped(run, scope);
  if (scope.isMainMissing) report(run, mainMissing(gateway), null);
  if (saved) reportLeft(run, saved, scope);
  const agents = scope.agents.flatMap(({ scoped, skip }) => (skip ? [] : [scoped]));
  const everybody = scope.main ? [...agents, scope.main] : agents;
  const remembered = readRememberedFiles(
    services.database,
    everybody.map(({ agent }) => agent.id),
  );
  emit({ type: "phase", phase: "reading" });
  const { templatesSha256 } = services.renderer;
  // Before anything is compared with entries: who learns of a key in between sees other changes than those it decided by.
  await learnHeartbeatKeys(
    session,
    everybody.map((scoped) => rosterAgent(scoped).heartbeat),
    run.signal,
  );
  const filter = choosePlanFilter(run, { session, saved, templatesSha256 });
  const owned = openOwnedBook(services.database, gateway.id, everybody);
  const records = listAgentIdentities(services.database, gateway.id);
  const admitted = await admitAgents({ run, session, agents: everybody, records, owned, saved });
  const keysInUse = new Set(records.map(agentKey));
  const placed = await decideMoves({ run, session, agents: admitted, filter, keysInUse, owned });
  const plan = await makePlan({ run, session, agents: placed, filter, heartbeatJobs, remembered });
  noteUnplanned(run, everybody, plan);
  reportNotThere(run, plan);
  reportConfigEffects({ run, session, agents: filteredRoster(session, plan.agents, filter).agents });
  if (options.dryRun) {
    const config = planSessionConfig(session, filteredRoster(session, plan.agents, filter));
    const differingEntries = planSessionConfig(session, { agents: rosterOf(plan.agents), onlyRoster: true }).changes;
    const plans = await reportDryRun({ run, plan, filter, config, differingEntries });
    ending.plan = describePlan({ run, session, templatesSha256, agents: everybodyIn(scope), plans, config });
    saveRunPlan(services.database, run.runId, ending.plan);
    return;
  }
  const onVisibilityTakenBack = () => {
    rememberVisibilityTakenBack(services.database, gateway.id);
    report(run, visibilityTakenBack(gateway), null, "warning");
  };
  const keepingFiles = await sessionsThatKeepFiles(run, session, plan.agents);
  await applyPlan({
    run,
    session,
    plan,
    filter,
    owned,
    onConfigPatch: measure.countConfigWrite,
    onVisibilityTakenBack,
  });
  reportOutdatedSessions(run, plan.agents, keepingFiles);
  emit({ type: "phase", phase: "finishing" });
}

/**
 * Reports chosen files that no agent has on this gateway: file names depend on the dialect, and the sync would otherwise
 * silently do nothing.
 */
function reportNotThere(run: RunContext, { agents }: GatewayPlan): void {
  const there = new Set(agents.flatMap(({ files }) => files.map(({ name }) => name)));
  const missing = (run.options.fileNames ?? []).filter((name) => !there.has(name));
  if (agents.length > 0 && missing.length > 0) report(run, filesNotThere(run.gateway, missing), null, "warning");
}

/** Agents of a plan that this run leaves out: their record was deleted, or moved out of the scope. */
function reportLeft(run: RunContext, saved: Plan, scope: Scope): void {
  const inScope = new Set(everybodyIn(scope).map(({ agent }) => agent.id));
  for (const { agentId, agentName } of saved.agents) {
    if (!inScope.has(agentId)) report(run, agentLeft(agentName), null);
  }
}

/** Agents that could not be planned have an unknown sync state. */
function noteUnplanned(run: RunContext, everybody: ScopedAgent[], plan: GatewayPlan): void {
  const planned = new Set(plan.agents.map(({ scoped }) => scoped.agent.id));
  for (const { agent } of everybody) {
    if (!planned.has(agent.id)) run.journal.syncState({ agentId: agent.id, state: "unknown", differing: [] });
  }
}

function recordSkipped(run: RunContext, scope: Scope): void {
  for (const { scoped, skip } of scope.agents) {
    if (skip === "no-board") report(run, boardMissing(scoped.agent.name), scoped);
    if (skip) recordOutcome(run, outcomeRow(scoped, "skipped", skip));
  }
}

function reportOf(run: RunContext, session: GatewaySession | null, measure: Measure): SyncReport {
  const { runId, gateway, options, tally } = run;
  return {
    runId,
    gatewayId: gateway.id,
    dialect: session?.dialect.name ?? null,
    gatewayVersion: session?.version ?? null,
    includeMain: options.includeMain,
    resetSessions: options.resetSessions,
    ...tally.counts(),
    errors: tally.errors,
    ...(tally.notes.length > 0 ? { notes: tally.notes } : {}),
    agents: [...tally.outcomes.values()],
    stats: measure.stats(),
  };
}
