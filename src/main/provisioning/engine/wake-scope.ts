import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { Gateway } from "../../../shared/records.ts";
import { listAgentIdentities } from "../../database/agents.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { wakeAgent } from "../apply/wake-agent.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sideBySide } from "../model/side-by-side.ts";
import { admitAgents } from "../plan/admit-agents.ts";
import { openOwnedBook } from "../report/owned-book.ts";
import { endsRun, type RunContext, recordOutcome, report } from "../report/run-context.ts";
import { outcomeRow } from "../report/run-tally.ts";
import { notWokenPaused } from "../report/sync-errors.ts";
import { openRunSession, startConnecting } from "./open-run-session.ts";
import { notSkipped, recordSkipped, type SyncAgentsOptions } from "./sync-agents.ts";
import { watchCheckIns } from "./wait-for-check-ins.ts";

export type WakeScopeOptions = Pick<SyncAgentsOptions, "scope" | "measure" | "onConnected">;

/**
 * Connects, wakes the agents, changes nothing else on the gateway, and waits for their check-ins where these are known. Records an
 * outcome for each agent that it reaches.
 * @throws what ends the run: the gateway stayed away, or cancel
 */
export async function wakeScope(
  services: ProvisioningServices,
  run: RunContext,
  { scope, measure, onConnected }: WakeScopeOptions,
): Promise<void> {
  const { database, checkIns } = services;
  const session = await openRunSession(services, run, startConnecting(services, run, measure));
  onConnected(session);
  for (const { scoped, skip } of scope.agents) {
    if (skip === "paused") report(run, notWokenPaused(scoped), scoped);
  }
  recordSkipped(run, scope);
  const [agents, left] = [notSkipped(scope).filter(isWhole), notSkipped(scope).filter((scoped) => !isWhole(scoped))];
  for (const scoped of left) recordOutcome(run, outcomeRow(scoped, "skipped", "left-out"));
  const owned = openOwnedBook(database, run.gateway.id, agents);
  const records = listAgentIdentities(database, run.gateway.id);
  const admitted = await admitAgents({ run, session, agents, records, owned, saved: null });
  const watch = await watchCheckIns(run, checkIns, admitted);
  await watch.wait(await wakeAll(run, session, admitted));
  run.emit({ type: "phase", phase: "finishing" });
}

/** Whether its mode leaves nothing out. */
function isWhole({ mode }: ScopedAgent): boolean {
  return mode === undefined;
}

/** @returns the agents whose message was accepted */
async function wakeAll(run: RunContext, session: GatewaySession, agents: ScopedAgent[]): Promise<ScopedAgent[]> {
  run.emit({ type: "phase", phase: "waking" });
  const roster = session.dialect.readRoster(session.config.config);
  const keys = new Set([...roster.keys()].map((key) => key.toLowerCase()));
  const woken = await sideBySide(agents, async (scoped) => {
    run.signal.throwIfAborted();
    run.emit({ type: "agent-state", agentId: scoped.agent.id, state: "writing" });
    const error = keys.has(scoped.key.toLowerCase())
      ? await wakeOne(run, session, scoped)
      : notThere(run.gateway, scoped);
    if (error === null) {
      recordOutcome(run, outcomeRow(scoped, "updated", "woken"));
      return [scoped];
    }
    report(run, error, scoped);
    recordOutcome(run, outcomeRow(scoped, "failed", "error"));
    return [];
  });
  return woken.flat();
}

async function wakeOne(run: RunContext, session: GatewaySession, scoped: ScopedAgent): Promise<unknown> {
  const { wakes, signal } = run;
  try {
    const { error } = await wakeAgent({ connection: session.connection, scoped, act: "wake", wakes, signal });
    return error;
  } catch (error) {
    if (endsRun(run, error)) throw error;
    return error;
  }
}

/** Some gateways accept a message for an agent that they do not have, and answer it as another agent. */
function notThere(gateway: Gateway, { agent }: ScopedAgent): FlightDeckError {
  return new FlightDeckError(
    "wake-failed",
    `Agent "${agent.name}" was not woken: it is not on gateway "${gateway.name}".`,
    hintsOf("wake-failed").notThere,
  );
}
