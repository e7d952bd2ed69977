import { FlightDeckError } from "../../shared/errors.ts";
import type { Gateway } from "../../shared/records.ts";
import { nowTimestamp } from "../../shared/records.ts";
import {
  type RunEvent,
  type RunStatus,
  type SyncOptions,
  type SyncReport,
  syncOptionsSchema,
} from "../../shared/sync.ts";
import { readGateway } from "../database/gateways.ts";
import { createRun, finishRun, type Run } from "../database/runs.ts";
import { isFatal } from "../gateway/refusal.ts";
import { type GatewaySession, openSession } from "../gateway/session.ts";
import { applyPlan } from "./apply-plan.ts";
import { rememberVisibilityTakenBack, takesVisibility } from "./channel-visibility.ts";
import { findScope, type Scope } from "./find-scope.ts";
import { makePlan } from "./make-plan.ts";
import { type Measure, startMeasuring } from "./measure-run.ts";
import { openJournal } from "./open-journal.ts";
import { readRememberedFiles } from "./remembered-files.ts";
import { type RunContext, report, settle } from "./run-context.ts";
import { lockGateway } from "./run-lock.ts";
import { outcomeRow, RunTally } from "./run-tally.ts";
import type { ProvisioningServices } from "./services.ts";
import { settleDryRun } from "./settle-dry-run.ts";
import { openTokenStore } from "./token-store.ts";
import { openTokenBook } from "./tokens/token-book.ts";

export type RunSyncRequest = {
  options: SyncOptions;
  kind: Run["kind"];
  /** First provisioning of the agents in scope: a token where there is none, BOOTSTRAP, and a wake-up message. */
  provisioning?: boolean;
  /** Who asked, for the run history. */
  startedBy: string;
  signal?: AbortSignal | undefined;
  onEvent?: (event: RunEvent) => void;
};

export type RunSyncResult = { status: Exclude<RunStatus, "running" | "interrupted">; report: SyncReport };

/**
 * Runs one template sync from start to end (BEHAVIOUR.md, Template sync): scope, connect, read, plan, apply, report.
 * What goes wrong on the way is in the report; every agent in scope has exactly one outcome there.
 *
 * @throws FlightDeckError not-found, board-not-on-gateway or run-in-progress, before anything has begun
 */
export async function runSync(services: ProvisioningServices, request: RunSyncRequest): Promise<RunSyncResult> {
  const { database, dataDir } = services;
  const options = syncOptionsSchema.parse(request.options);
  const gateway = readGateway(database, options.gatewayId);
  const scope = findScope(database, gateway, { ...options, evenIfPaused: request.provisioning ?? false });
  const unlock = lockGateway(dataDir, gateway);
  try {
    const { kind, startedBy } = request;
    const row = createRun(database, { gatewayId: gateway.id, gatewayName: gateway.name, kind, options, startedBy });
    return await carryOut(services, request, { runId: row.id, options, gateway, scope });
  } finally {
    unlock();
  }
}

type Begun = { runId: string; options: SyncOptions; gateway: Gateway; scope: Scope };

async function carryOut(services: ProvisioningServices, request: RunSyncRequest, begun: Begun): Promise<RunSyncResult> {
  const { database, vault, renderer } = services;
  const { runId, options, gateway, scope } = begun;
  const emit = guarded(request.onEvent);
  const everybody = [...scope.agents.map(({ scoped }) => scoped), ...(scope.main ? [scope.main] : [])];
  const tokenStore = openTokenStore(
    database,
    vault,
    everybody.map(({ agent }) => agent.id),
  );
  const run: RunContext = {
    runId,
    gateway,
    options,
    provisioning: request.provisioning ?? false,
    render: renderer.forGateway(gateway, options.userId),
    tokens: openTokenBook(tokenStore),
    journal: openJournal(database, runId),
    tally: new RunTally(),
    emit,
    signal: request.signal ?? new AbortController().signal,
  };
  const measure = startMeasuring();
  emit({ type: "started", runId, gatewayId: gateway.id, gatewayName: gateway.name, startedAt: nowTimestamp() });
  emit({ type: "scope", agents: everybody.map((scoped) => outcomeRow(scoped, "not-attempted")) });
  const ending = await attempt(services, run, scope, measure);
  for (const scoped of everybody) {
    if (!run.tally.outcomes.has(scoped.agent.id)) settle(run, outcomeRow(scoped, "not-attempted", ending.reason));
  }
  const status = ending.status ?? (run.tally.hasErrors ? "failed" : "succeeded");
  const syncReport = reportOf(run, ending.session, measure);
  run.journal.flush();
  finishRun(database, runId, { status, report: syncReport });
  emit({ type: "ended", status, report: syncReport });
  return { status, report: syncReport };
}

/** A listener that fails (a window that closed, a pipe that broke) is not heard again; it must not fail an agent. */
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
};

/** Does the work, and turns whatever ends the run early into a status and a reason for those it did not get to. */
async function attempt(
  services: ProvisioningServices,
  run: RunContext,
  scope: Scope,
  measure: Measure,
): Promise<Ending> {
  const ending: Ending = { status: null, reason: null, session: null };
  try {
    await work(services, run, scope, measure, ending);
  } catch (error) {
    if (run.signal.aborted) {
      report(run, cancelled(run), null, "warning");
      return { ...ending, status: "cancelled", reason: "cancelled" };
    }
    report(run, error, null);
    const status = isFatal(error) && error.code !== "gateway-too-old" ? "unreachable" : "failed";
    return { ...ending, status, reason: error instanceof FlightDeckError ? error.code : "internal error" };
  }
  return ending;
}

async function work(
  services: ProvisioningServices,
  run: RunContext,
  scope: Scope,
  measure: Measure,
  ending: Ending,
): Promise<void> {
  const { gateway, emit, options } = run;
  if (gateway.url === "") throw noUrl(gateway);
  const connection = services.connections.of(gateway.id);
  connection.clock.reset();
  measure.watch(connection, run);
  emit({ type: "phase", phase: "connecting" });
  const session = await openSession(connection, run.signal);
  session.takesVisibility = takesVisibility(services.database, gateway.id);
  ending.session = session;
  emit({ type: "gateway-connected", version: session.version, dialect: session.dialect.name });
  const user = services.renderer.userFor(gateway, options.userId);
  if (!user) report(run, noOwner(gateway), null, "warning");
  settleSkipped(run, scope);
  if (options.includeMain && !scope.main) report(run, mainMissing(gateway), null);
  const agents = scope.agents.flatMap(({ scoped, skip }) => (skip ? [] : [scoped]));
  const everybody = scope.main ? [...agents, scope.main] : agents;
  const remembered = readRememberedFiles(
    services.database,
    everybody.map(({ agent }) => agent.id),
  );
  emit({ type: "phase", phase: "reading" });
  const plan = await makePlan({ run, session, agents: everybody, remembered });
  if (options.dryRun) return settleDryRun(run, session, plan);
  const onVisibilityTakenBack = () => {
    rememberVisibilityTakenBack(services.database, gateway.id);
    report(run, visibilityTakenBack(gateway), null, "warning");
  };
  await applyPlan({ run, session, plan, onConfigPatch: measure.countConfigWrite, onVisibilityTakenBack });
  emit({ type: "phase", phase: "finishing" });
}

function settleSkipped(run: RunContext, scope: Scope): void {
  for (const { scoped, skip } of scope.agents) {
    if (skip === "no-board") report(run, boardMissing(scoped.agent.name), scoped);
    if (skip) settle(run, outcomeRow(scoped, "skipped", skip));
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
    agents: [...tally.outcomes.values()],
    stats: measure.stats(),
  };
}

function noUrl(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "gateway-no-url",
    `Gateway "${gateway.name}" has no URL.`,
    "Enter the gateway's ws:// or wss:// address in its record, then sync again.",
  );
}

function mainMissing(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "main-agent-missing",
    `Gateway "${gateway.name}" has no main agent in our records, so it was not synced.`,
    "Ensure the gateway's main agent, or sync without it (--no-include-main).",
  );
}

function noOwner(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "no-owner",
    `The organization of gateway "${gateway.name}" has no owner: the files say nothing about the user.`,
    "Give a member of the organization the role owner, then sync again.",
  );
}

function visibilityTakenBack(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "config-rejected",
    `Gateway "${gateway.name}" forgot its agents when it restarted for channels.defaults.heartbeat, so we took that back.`,
    "Nothing needs to be done. OpenClaw 2026.5.12 and newer do not forget; there you can add the key yourself.",
  );
}

function boardMissing(agentName: string): FlightDeckError {
  return new FlightDeckError(
    "board-missing",
    `Agent "${agentName}" was skipped: its board is not on this gateway.`,
    "Move the agent to one of this gateway's boards, or the board to this gateway.",
  );
}

function cancelled(run: RunContext): FlightDeckError {
  return new FlightDeckError(
    "cancelled",
    `The run on gateway "${run.gateway.name}" was cancelled.`,
    "Sync again to do the rest; what was finished is found unchanged.",
  );
}
