import { errorEntry } from "../../../shared/errors.ts";
import type { EndReason } from "../../../shared/outcome-reasons.ts";
import type { Plan } from "../../../shared/plan.ts";
import type { Gateway } from "../../../shared/records.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import { type RunKind, runKinds } from "../../../shared/run-kinds.ts";
import type { RunEvent } from "../../../shared/sync.ts";
import { type SyncOptions, syncOptionsSchema } from "../../../shared/sync-options.ts";
import { readFleetRevision } from "../../database/agent-sync-states.ts";
import { readTemplatesOf } from "../../database/gateway-templates.ts";
import { readGateway } from "../../database/gateways.ts";
import { openGroupCommit } from "../../database/group-commit.ts";
import { readKeepsLearned } from "../../database/keeps-learned.ts";
import { writesToMirror } from "../../database/mirror/mirror-source.ts";
import { createRun } from "../../database/runs.ts";
import { spokeOtherDialect } from "../../database/seen-gateway.ts";
import { isFatal } from "../../gateway/refusal.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { agentsOf, findScope, type Scope } from "../desired/find-scope.ts";
import type { ReadTemplates } from "../model/agent-file-renderer.ts";
import { isAppEnding } from "../model/app-ends.ts";
import type { MissionControlRun } from "../model/mission-control.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";
import { lockGateway } from "../model/run-lock.ts";
import type { RunSyncRequest, RunSyncResult } from "../model/run-request.ts";
import { otherTemplates, otherTemplatesNote, otherThanLastSynced } from "../plan/other-templates.ts";
import { refuseHalfAToken } from "../plan/refuse-half-a-token.ts";
import { refuseUnknownFiles } from "../plan/refuse-unknown-files.ts";
import { endReasonOf } from "../report/end-reason.ts";
import { type Measure, startMeasuring } from "../report/measure-run.ts";
import { openMoveStore } from "../report/move-store.ts";
import { openJournal } from "../report/open-journal.ts";
import { type RunContext, recordOutcome, report } from "../report/run-context.ts";
import { agentInRun, outcomeRow, RunTally } from "../report/run-tally.ts";
import { openStepBook } from "../report/step-book.ts";
import { cancelled } from "../report/sync-errors.ts";
import { openWakeBook } from "../report/wake-book.ts";
import { ownMark } from "../tokens/manager-mark.ts";
import { openTokenBook } from "../tokens/token-book.ts";
import { openTokenStore } from "../tokens/token-store.ts";
import { boardSetNotes } from "./board-set-notes.ts";
import { endRun } from "./end-run.ts";
import { lockLoss, openMissionControl, signalOf } from "./mission-control-steps.ts";
import { draftNote, refuseUnsavedDraft } from "./refuse-unsaved-draft.ts";
import { renderFor, renderNothing } from "./render-for-run.ts";
import { findRestored, limitToRestored, type Restored, restoring } from "./restore-files.ts";
import { syncAgents } from "./sync-agents.ts";
import { wakeScope } from "./wake-scope.ts";

/**
 * Runs one template sync from start to end (docs/behaviour.md, A sync): scope, connect, read, plan, apply, report. Failures are
 * in the report, where every agent in scope has exactly one outcome.
 * @throws FlightDeckError bad-input, not-found, board-not-on-gateway, run-in-progress, template-error or other-templates, before
 * anything has begun; and as `takeTemplates`
 */
export async function runSync(services: ProvisioningServices, request: RunSyncRequest): Promise<RunSyncResult> {
  const { database, dataDir } = services;
  const options = limitToRestored(syncOptionsSchema.parse(request.options), request.kind);
  const gateway = readGateway(database, options.gatewayId);
  refuseUnknownFiles(options);
  refuseHalfAToken(options);
  const restored = findRestored(database, options.restore);
  const evenIfPaused = runKinds[request.kind].provisions;
  const findAgents = () => findScope(database, gateway, { ...options, evenIfPaused });
  findAgents();
  const unlock = lockGateway(dataDir, gateway);
  const letGo = services.connections.hold(gateway.id);
  let missionControl: MissionControlRun | null = null;
  try {
    // A wake mints nothing, so what it changes can also be pushed later.
    const requirePush = options.requirePush && request.kind !== "wake";
    const read = () => readTemplates(services, request, { gateway, options });
    const present = request.takeTemplates ? null : await read();
    // May change records, so these are read afterwards.
    missionControl = await openMissionControl(services, {
      gateway,
      options: { ...options, requirePush },
      signal: request.signal,
    });
    // Last, so that nothing else refuses the run then.
    await request.takeTemplates?.();
    const { templates, others } = present ?? (await read());
    // Read before any record: the run may not have seen later changes.
    const fleetRevisionAtStart = readFleetRevision(database);
    const scope = findAgents();
    const { kind, startedBy, retryOf } = request;
    const saved = request.kind === "apply-plan" ? request.plan : null;
    const row = createRun(
      database,
      { gatewayId: gateway.id, gatewayName: gateway.name, kind, options, startedBy, ...(retryOf ? { retryOf } : {}) },
      { agents: agentsOf(scope).map(agentInRun), plan: saved, templates: templates?.sets ?? null },
    );
    const start = {
      runId: row.id,
      options,
      gateway,
      scope,
      saved,
      restored,
      fleetRevisionAtStart,
      missionControl,
      templates,
      others,
    };
    return await syncAndRecordEnd(services, request, start);
  } finally {
    await missionControl?.close();
    letGo();
    unlock();
  }
}

/** What is known when a run has its lock and its row in the history. */
type RunStart = {
  runId: string;
  options: SyncOptions;
  gateway: Gateway;
  scope: Scope;
  saved: Plan | null;
  /** The earlier contents that are brought back; null if files are written as they are rendered. */
  restored: Restored | null;
  fleetRevisionAtStart: number;
  missionControl: MissionControlRun | null;
  /** Null for a wake, which renders nothing. */
  templates: ReadTemplates | null;
  /** The templates and the base URL to render with, if the last sync used others. */
  others: string[];
};

/** Read once: a change of the settings during the run is the next run's. */
async function readTemplates(
  services: ProvisioningServices,
  request: RunSyncRequest,
  { gateway, options }: { gateway: Gateway; options: SyncOptions },
): Promise<Pick<RunStart, "templates" | "others">> {
  if (request.kind === "wake") return { templates: null, others: [] };
  const templates = await services.renderer.read(gateway.id);
  if (request.kind === "apply-plan") refuseUnsavedDraft(request.plan, templates);
  const others = othersOf(services, gateway, templates);
  if (others.length > 0 && needsAcceptance(request.kind, options)) throw otherTemplates(gateway, others);
  return { templates, others };
}

/** How the gateway's templates and base URL differ from those of its last sync, through a flag. */
function othersOf({ database }: ProvisioningServices, gateway: Gateway, { renderedWith }: ReadTemplates): string[] {
  return otherThanLastSynced(renderedWith, readTemplatesOf(database, gateway.id).lastSynced);
}

/** Only a sync rewrites a fleet unseen: a saved plan shows it, and a first provisioning concerns one agent. */
function needsAcceptance(kind: RunKind, { dryRun, acceptTemplates }: SyncOptions): boolean {
  return kind === "template-sync" && !dryRun && !acceptTemplates;
}

/** Syncs, gives every agent without an outcome one, and records how the run ended. */
async function syncAndRecordEnd(
  services: ProvisioningServices,
  request: RunSyncRequest,
  start: RunStart,
): Promise<RunSyncResult> {
  const { database } = services;
  const { runId, gateway, scope, saved, templates } = start;
  const run = restoring(services, openRunContext(services, request, start), start.restored);
  const allAgents = agentsOf(scope);
  const measure = startMeasuring();
  run.emit({ type: "started", runId, gatewayId: gateway.id, gatewayName: gateway.name, startedAt: nowTimestamp() });
  run.emit({ type: "scope", agents: allAgents.map(agentInRun) });
  if (start.others.length > 0) run.tally.notes.push(otherTemplatesNote(start.others));
  if (templates?.isDraft) run.tally.notes.push(draftNote);
  run.tally.notes.push(...boardSetNotes(templates, allAgents));
  for (const problem of run.missionControl?.problems ?? []) report(run, problem, null, "warning");
  const ending = await runUntilEnded(services, run, { scope, measure, saved, templates });
  for (const scoped of allAgents) {
    if (!run.tally.outcomes.has(scoped.agent.id))
      recordOutcome(run, outcomeRow(scoped, "not-attempted", ending.reason));
  }
  const { session, plan, status: endedEarly } = ending;
  return { ...(await endRun(database, run, { kind: request.kind, endedEarly, session, measure })), plan };
}

function openRunContext(services: ProvisioningServices, request: RunSyncRequest, start: RunStart): RunContext {
  const { database, vault } = services;
  const { runId, options, gateway, scope, fleetRevisionAtStart, missionControl, templates } = start;
  const durable = openGroupCommit(database);
  const isDraft = templates?.isDraft ?? false;
  const steps = openStepBook(database, runId, durable);
  const agentIds = agentsOf(scope).map(({ agent }) => agent.id);
  return {
    runId,
    gateway,
    options,
    isDraft,
    keepsLearned: readKeepsLearned(database),
    provisioning: runKinds[request.kind].provisions,
    ...(templates === null ? renderNothing : renderFor(templates, gateway, options)),
    tokens: openTokenBook(openTokenStore({ database, vault, agentIds, durable, missionControl, steps })),
    mark: ownMark(services),
    sharesTokens: writesToMirror(database),
    journal: openJournal({ database, vault, runId, fleetRevisionAtStart, durable, isDraft }),
    moves: openMoveStore(services, gateway.id, agentIds),
    wakes: openWakeBook({ database, durable, steps }),
    steps,
    wasUpgraded: (dialect) => spokeOtherDialect(database, gateway.id, dialect),
    tally: new RunTally(),
    emit: guarded(request.onEvent),
    missionControl,
    signal: signalOf(request.signal, missionControl),
  };
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

/** How the run ended; `status` is null if nothing ended it early. */
type Ending = {
  status: "unreachable" | "cancelled" | "failed" | "interrupted" | null;
  /** Why the remaining agents were not attempted. */
  reason: EndReason | null;
  session: GatewaySession | null;
  plan: Plan | null;
};

type RunWork = { scope: Scope; measure: Measure; saved: Plan | null; templates: ReadTemplates | null };

/** Syncs or wakes the agents. What is thrown ends the run early: it is reported, and becomes the status and the reason. */
async function runUntilEnded(services: ProvisioningServices, run: RunContext, work: RunWork): Promise<Ending> {
  const ending: Ending = { status: null, reason: null, session: null, plan: null };
  const onConnected = (session: GatewaySession) => {
    ending.session = session;
  };
  try {
    const { templates, ...rest } = work;
    if (templates === null) await wakeScope(services, run, { ...rest, onConnected });
    else ending.plan = await syncAgents(services, run, { ...rest, renderedWith: templates.renderedWith, onConnected });
    return ending;
  } catch (error) {
    const loss = lockLoss(run);
    if (loss) {
      report(run, loss, null);
      return { ...ending, status: "failed", reason: endReasonOf(run, error) };
    }
    if (isAppEnding(run.signal)) return { ...ending, status: "interrupted", reason: endReasonOf(run, error) };
    if (run.signal.aborted) {
      report(run, cancelled(run.gateway), null, "warning");
      return { ...ending, status: "cancelled", reason: endReasonOf(run, error) };
    }
    report(run, error, null);
    const isGatewaysFault = isFatal(error) && errorEntry(error.code).exit === "noGateway";
    const status = isGatewaysFault && error.code !== "gateway-too-old" ? "unreachable" : "failed";
    return { ...ending, status, reason: endReasonOf(run, error) };
  }
}
