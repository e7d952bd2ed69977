import { agentKey } from "../../../shared/identity.ts";
import type { Plan } from "../../../shared/plan.ts";
import { listAgentIdentities } from "../../database/agents.ts";
import { explainStorageTrouble } from "../../database/explain-database-failure.ts";
import { saveInjectionLimits } from "../../database/gateway-notes.ts";
import { readTemplatesOf, saveLastSynced } from "../../database/gateway-templates.ts";
import { saveRunPlan } from "../../database/run-plans.ts";
import type { RenderedWith } from "../../database/schema/local-tables.ts";
import { readTemplateRules } from "../../database/stored-template-rules.ts";
import { askForModel } from "../../gateway/ask-for-model.ts";
import { type HeartbeatJobs, listHeartbeatJobs } from "../../gateway/heartbeat-jobs.ts";
import { listSessions, type SessionRow } from "../../gateway/list-sessions.ts";
import { gatewayLimits } from "../../gateway/read-injection-limits.ts";
import { type GatewaySession, learnHeartbeatKeys } from "../../gateway/session.ts";
import { applyPlan } from "../apply/apply-plan.ts";
import { rememberVisibilityTakenBack } from "../apply/channel-visibility.ts";
import { filteredScope } from "../apply/configure-gateway.ts";
import { agentsOf, type Scope } from "../desired/find-scope.ts";
import { rosterAgent } from "../desired/roster-agent.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { openFormerGateways } from "../observe/find-on-former-gateway.ts";
import { readRememberedFiles } from "../observe/remembered-files.ts";
import { admitAgents } from "../plan/admit-agents.ts";
import { decideMoves } from "../plan/decide-moves.ts";
import { describePlan } from "../plan/describe-plan.ts";
import { type GatewayPlan, makePlan } from "../plan/make-plan.ts";
import { lastSyncedAfter } from "../plan/other-templates.ts";
import { reportOutdatedSessions, sessionsThatKeepFiles } from "../plan/outdated-sessions.ts";
import { type ConfigPlan, planConfig } from "../plan/plan-config.ts";
import type { PlanFilter } from "../plan/plan-filter.ts";
import { reportBrokenRules } from "../plan/report-broken-rules.ts";
import { reportConfigEffects } from "../plan/report-config-effects.ts";
import { reportCutFiles } from "../plan/report-cut-files.ts";
import type { Measure } from "../report/measure-run.ts";
import { type OwnedBook, openOwnedBook } from "../report/owned-book.ts";
import { reportForeignBoards } from "../report/report-foreign-boards.ts";
import { reportLeftAgents } from "../report/report-left-agents.ts";
import { type RunContext, recordOutcome, report } from "../report/run-context.ts";
import { outcomeRow } from "../report/run-tally.ts";
import {
  agentLeft,
  boardMissing,
  filesNotThere,
  mainMissing,
  noOwner,
  visibilityTakenBack,
} from "../report/sync-errors.ts";
import { choosePlanFilter } from "./choose-plan-filter.ts";
import { claimAgents } from "./mission-control-steps.ts";
import { noteHeartbeats, warnOfOverlap } from "./note-heartbeats.ts";
import { openRunSession, startConnecting } from "./open-run-session.ts";
import { reportDryRun } from "./report-dry-run.ts";
import { watchCheckIns } from "./wait-for-check-ins.ts";
import { warnOfDefaultBaseUrl } from "./warn-of-default-base-url.ts";
import { warnOfUnknownTokens } from "./warn-of-unknown-tokens.ts";

export type SyncAgentsOptions = {
  scope: Scope;
  /** The plan to carry out, and nothing else; null to plan now. */
  saved: Plan | null;
  /** What the files are rendered with. */
  renderedWith: RenderedWith;
  measure: Measure;
  onConnected: (session: GatewaySession) => void;
};

/**
 * Connects, reads, plans, and applies the plan or, in a dry run, saves it. Errors of single agents are in the run's report.
 * @returns the plan of a dry run, otherwise null
 * @throws what ends the run: the gateway stayed away or refused us, a cancel
 */
export async function syncAgents(
  services: ProvisioningServices,
  run: RunContext,
  { scope, saved, renderedWith, measure, onConnected }: SyncAgentsOptions,
): Promise<Plan | null> {
  const connection = startConnecting(services, run, measure);
  // Requested together with the probe, to have it ready when agents are read. Callers that need it get its failure.
  const heartbeatJobs = listHeartbeatJobs(connection, run.signal);
  heartbeatJobs.catch(() => undefined);
  const session = await openRunSession(services, run, connection);
  onConnected(session);
  const asked = askGateway(session, run.signal);
  if (!services.renderer.userFor(run.gateway, run.options.userId)) report(run, noOwner(run.gateway), null, "warning");
  recordSkipped(run, scope);
  if (saved) reportLeft(run, saved, scope);
  const agents = notSkipped(scope);
  if (run.options.userId === null) {
    reportForeignBoards(
      services.database,
      run,
      agents.map(({ board }) => board),
    );
  }
  const decided = await readAndPlan(services, run, { ...asked, session, heartbeatJobs, agents, saved, renderedWith });
  const sessions = await asked.sessions;
  const noteJobs = (jobs: HeartbeatJobs) => noteHeartbeats({ run, session, agents: agentsOf(scope), jobs, sessions });
  noteJobs(decided.plan.heartbeatJobs);
  warnOfOverlap(run, decided.plan.heartbeatJobs);
  if (run.options.dryRun) return savePlan(services, run, { session, scope, decided, renderedWith });
  noteJobs(await applyDecided(services, run, { session, decided, renderedWith, measure, sessions }));
  run.emit({ type: "phase", phase: "finishing" });
  return null;
}

type Asked = {
  /** The gateway's sessions before this run, where they show how heartbeats do or what files agents know; otherwise none. */
  sessions: Promise<SessionRow[]>;
  /** Whether the gateway has a model that it can use; null if it does not tell. */
  hasModel: Promise<boolean | null>;
};

/** A failed request is reported to the code that awaits it. */
function askGateway(session: GatewaySession, signal: AbortSignal): Asked {
  const sessions = session.hasHeartbeatJobs ? Promise.resolve([]) : listSessions(session.connection, signal);
  sessions.catch(() => undefined);
  const hasModel = askForModel(session, signal);
  hasModel.catch(() => undefined);
  return { sessions, hasModel };
}

/** Reports what is missing in the records, and the agents that are skipped. */
export function recordSkipped(run: RunContext, scope: Scope): void {
  for (const { scoped, skip } of scope.agents) {
    if (skip === "no-board") report(run, boardMissing(scoped.agent.name), scoped);
    if (skip) recordOutcome(run, outcomeRow(scoped, "skipped", skip));
  }
  if (scope.isMainMissing) report(run, mainMissing(run.gateway), null);
}

/** The agents that the run is to work on. */
export function notSkipped(scope: Scope): ScopedAgent[] {
  return agentsOf({ ...scope, agents: scope.agents.filter(({ skip }) => skip === null) });
}

/** Agents of a plan that this run leaves out: their record was deleted, or moved out of the scope. */
function reportLeft(run: RunContext, saved: Plan, scope: Scope): void {
  const inScope = new Set(agentsOf(scope).map(({ agent }) => agent.id));
  for (const { agentId, agentName } of saved.agents) {
    if (!inScope.has(agentId)) report(run, agentLeft(agentName), null);
  }
}

type ReadAndPlanInput = {
  session: GatewaySession;
  heartbeatJobs: Promise<HeartbeatJobs>;
  hasModel: Promise<boolean | null>;
  agents: ScopedAgent[];
  saved: Plan | null;
  renderedWith: RenderedWith;
};

/** What is to be done for every agent, which part of it this run may do, and that part's change of the configuration. */
type Decided = { plan: GatewayPlan; filter: PlanFilter; owned: OwnedBook; config: ConfigPlan };

async function readAndPlan(
  services: ProvisioningServices,
  run: RunContext,
  { session, heartbeatJobs, hasModel, agents, saved, renderedWith }: ReadAndPlanInput,
): Promise<Decided> {
  const { database } = services;
  const { gateway, signal } = run;
  const agentIds = agents.map(({ agent }) => agent.id);
  const remembered = readRememberedFiles(database, agentIds);
  run.emit({ type: "phase", phase: "reading" });
  // Before anything is compared with entries: who learns of a key in between sees other changes than those it decided by.
  await learnHeartbeatKeys(
    session,
    agents.map((scoped) => rosterAgent(scoped).heartbeat),
    signal,
  );
  const filter = choosePlanFilter(run, { session, saved, templatesSha256: renderedWith.templatesSha256 });
  const owned = openOwnedBook(database, gateway.id, agents);
  const records = listAgentIdentities(database, gateway.id);
  const admitted = await admitAgents({ run, session, agents, records, owned, saved });
  const keysInUse = new Set(records.map(agentKey));
  const placed = await decideMoves({
    run,
    session,
    agents: admitted,
    filter,
    keysInUse,
    owned,
    findOnFormerGateway: openFormerGateways(services, run),
  });
  reportLeftAgents(database, run, session);
  const plan = await makePlan({ run, session, agents: placed, filter, heartbeatJobs, remembered });
  run.emit({ type: "phase", phase: "planning" });
  noteUnplanned(run, agents, plan);
  reportNotThere(run, plan);
  saveInjectionLimits(database, gateway.id, gatewayLimits({ ...session, config: session.config.config }));
  reportCutFiles(run, session, plan.agents);
  reportBrokenRules(run, readTemplateRules(database), plan.agents);
  const configScope = filteredScope(plan.agents, plan, filter);
  const config = planConfig(session, configScope);
  const { changes, leftOut } = config;
  reportConfigEffects({ run, session, agents: configScope.agents, changes, leftOut, hasModel: await hasModel });
  warnOfUnknownTokens(database, run, plan, filter);
  warnOfDefaultBaseUrl(database, run, renderedWith);
  return { plan, filter, owned, config };
}

/** Agents that could not be planned have an unknown sync state. */
function noteUnplanned(run: RunContext, agents: ScopedAgent[], plan: GatewayPlan): void {
  const planned = new Set(plan.agents.map(({ scoped }) => scoped.agent.id));
  for (const { agent } of agents) {
    if (!planned.has(agent.id)) run.journal.syncState({ agentId: agent.id, state: "unknown", differing: [] });
  }
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

type SavePlanInput = { session: GatewaySession; scope: Scope; decided: Decided; renderedWith: RenderedWith };

/** Records what a sync would do, and keeps it as the run's plan. Writes nothing to the gateway. */
async function savePlan(
  { database }: ProvisioningServices,
  run: RunContext,
  { session, scope, decided, renderedWith }: SavePlanInput,
): Promise<Plan> {
  const { plan, filter, config } = decided;
  const { templatesSha256 } = renderedWith;
  const plans = await reportDryRun({ run, plan, filter, config });
  const described = describePlan({ run, session, templatesSha256, agents: agentsOf(scope), plans, config });
  try {
    saveRunPlan(database, run.runId, described);
  } catch (error) {
    // The plan is complete anyway.
    if (!explainStorageTrouble(error)) throw error;
    report(run, error, null);
  }
  return described;
}

type ApplyDecidedInput = {
  session: GatewaySession;
  decided: Decided;
  renderedWith: RenderedWith;
  measure: Measure;
  sessions: SessionRow[];
};

/** @returns the heartbeat automations afterwards */
async function applyDecided(
  { database, checkIns }: ProvisioningServices,
  run: RunContext,
  { session, decided, renderedWith, measure, sessions }: ApplyDecidedInput,
): Promise<HeartbeatJobs> {
  const { plan } = decided;
  const onVisibilityTakenBack = () => {
    rememberVisibilityTakenBack(database, run.gateway.id);
    report(run, visibilityTakenBack(run.gateway), null, "warning");
  };
  if (!run.provisioning) {
    const { lastSynced } = readTemplatesOf(database, run.gateway.id);
    saveLastSynced(database, run.gateway.id, lastSyncedAfter(renderedWith, lastSynced, run.options));
  }
  await claimAgents(run, plan, decided.filter);
  const agents = plan.agents.map(({ scoped }) => scoped);
  const watch = await watchCheckIns(run, run.provisioning ? checkIns : undefined, agents);
  const { countConfigWrite: onConfigPatch } = measure;
  const { heartbeatJobs, woken } = await applyPlan({ run, session, ...decided, onConfigPatch, onVisibilityTakenBack });
  reportOutdatedSessions(run, plan.agents, sessionsThatKeepFiles(run, session, sessions));
  await watch.wait(woken);
  return heartbeatJobs;
}
