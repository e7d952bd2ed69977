import { setTimeout as sleep } from "node:timers/promises";
import { FlightDeckError } from "../../shared/errors.ts";
import type { JsonObject } from "../../shared/records.ts";
import { patchConfig, readConfig } from "../gateway/config.ts";
import type { GatewayConnection } from "../gateway/connection.ts";
import type { RosterAgent } from "../gateway/dialect.ts";
import { UnknownResultError } from "../gateway/failure.ts";
import { listAgentIds } from "../gateway/list-agents.ts";
import type { GatewaySession } from "../gateway/session.ts";
import { takingBack } from "./channel-visibility.ts";
import { type ConfigPlan, planConfig } from "./plan-config.ts";

/** Whose entries shall be right, and whether everything outside the roster is left as it is. */
export type ConfigScope = { agents: RosterAgent[]; onlyRoster: boolean };

export type ApplyConfigOptions = {
  session: GatewaySession;
  /** Asked before every patch, by the newest snapshot: what moved under a first one may be none of this run's business. */
  scope: () => ConfigScope;
  /** Called for every patch that is sent. */
  onPatch: () => void;
  /** Called when channel visibility was taken back, because the gateway lost its agents over it. */
  onVisibilityTakenBack: () => void;
  signal?: AbortSignal | undefined;
};

const maxPatches = 4;
/** After a restart a gateway that has taken its configuration in knows its agents at once; a busy machine may need longer. */
const agentsKnownWithinMs = 10_000;
/** A restarting gateway closes the connection some time around the delay it announces (GATEWAY.md, Two dialects). */
const restartGraceMs = 5_000;

/** The configuration plan for a session's present snapshot of the configuration. */
export function planSessionConfig(session: GatewaySession, scope: ConfigScope): ConfigPlan {
  const { dialect, config, ...facts } = session;
  return planConfig({ ...facts, dialect, config: config.config, ...scope });
}

export type AppliedConfig = {
  isPatched: boolean;
  newAgents: Set<string>;
  changedAgents: Set<string>;
};

/**
 * Brings the gateway's roster to hold the agents of `scope`, with one patch; a few more only where the configuration moved under it or
 * an answer was lost. Leaves the newest snapshot in the session, and waits out the restart that a patch causes.
 *
 * @returns whom a patch added or changed; empty sets when nothing differed
 * @throws FlightDeckError config-rejected or config-conflict; and as `GatewayConnection.call`
 */
export async function applyConfig(options: ApplyConfigOptions): Promise<AppliedConfig> {
  const { session, scope, onPatch, signal } = options;
  const before = session.config.config;
  const first = scope();
  const sent: ConfigPlan[] = [];
  let plan = planSessionConfig(session, first);
  for (let patches = 0; plan.patch; patches += 1) {
    if (patches === maxPatches) throw conflict(session, patches);
    onPatch();
    const mayRestart = Object.keys(plan.visibility).length > 0;
    const outcome = await sendPatch({ session, patch: plan.patch, mayRestart, signal });
    if (outcome === "sent") sent.push(plan);
    plan = planSessionConfig(session, scope());
  }
  const visibility = sent.find((patched) => Object.keys(patched.visibility).length > 0)?.visibility ?? {};
  const restarts = Object.keys(visibility).length > 0;
  if (restarts && !(await knowsAgents(session, first.agents, signal))) {
    await takeVisibilityBack(options, visibility, before);
    await knowsAgents(session, first.agents, signal);
  }
  return {
    isPatched: sent.length > 0,
    newAgents: new Set(sent.flatMap(({ newAgents }) => [...newAgents])),
    changedAgents: new Set(sent.flatMap(({ changedAgents }) => [...changedAgents])),
  };
}

/** Whether the running gateway knows the agents that its configuration has. */
async function knowsAgents(session: GatewaySession, agents: RosterAgent[], signal?: AbortSignal): Promise<boolean> {
  const startedAtMs = performance.now();
  while (true) {
    const known = await listAgentIds(session.connection, signal);
    if (agents.every(({ id }) => known.has(id))) return true;
    if (performance.now() - startedAtMs > agentsKnownWithinMs) return false;
    await sleep(500, undefined, { signal });
  }
}

async function takeVisibilityBack(options: ApplyConfigOptions, added: JsonObject, before: JsonObject): Promise<void> {
  const { session, onPatch, onVisibilityTakenBack, signal } = options;
  session.takesVisibility = false;
  let patch = takingBack(session, added, before);
  for (let patches = 0; patch; patches += 1) {
    if (patches === maxPatches) throw conflict(session, patches);
    onPatch();
    await sendPatch({ session, patch, mayRestart: false, signal });
    patch = takingBack(session, added, before);
  }
  onVisibilityTakenBack();
}

type SentPatch = { session: GatewaySession; patch: JsonObject; mayRestart: boolean; signal?: AbortSignal | undefined };

/**
 * @param mayRestart whether the gateway may restart for the patch without announcing it in its answer
 * @returns conflict when the configuration moved under the patch, and was left as it is
 */
async function sendPatch({ session, patch, mayRestart, signal }: SentPatch): Promise<"sent" | "conflict"> {
  const { connection, config } = session;
  let outcome: "sent" | "conflict" = "sent";
  try {
    const result = await patchConfig(connection, patch, config.hash, signal);
    if (result.kind === "rejected") throw rejected(session, result.message);
    if (result.kind === "conflict") outcome = "conflict";
    const restartDelayMs = result.kind === "applied" ? (result.restartDelayMs ?? (mayRestart ? 0 : null)) : null;
    if (restartDelayMs !== null) await outlastRestart(connection, restartDelayMs, signal);
  } catch (error) {
    // The answer was lost, the patch may not be: what the configuration says now decides.
    if (!(error instanceof UnknownResultError)) throw error;
  }
  session.config = await readConfig(connection, signal);
  return outcome;
}

/** A 2026.2.9 restarts as soon as it sees its file changed, and then perhaps once more at the time it announced. */
async function outlastRestart(connection: GatewayConnection, delayMs: number, signal?: AbortSignal): Promise<void> {
  const announcedAtMs = performance.now() + delayMs;
  await connection.untilClosed(delayMs + restartGraceMs, signal);
  const aheadMs = Math.min(announcedAtMs - performance.now(), restartGraceMs);
  if (aheadMs > 0) await sleep(aheadMs, undefined, { signal });
}

/** Gateways from 2026.8.1 to 2026.9.1 store the entry of an agent that was deleted before, and take it in when they restart. */
const storedOnly = /persisted but was not applied/i;

function rejected(session: GatewaySession, reason: string): FlightDeckError {
  return new FlightDeckError(
    "config-rejected",
    `Gateway "${session.connection.target.name}" rejected the change of its configuration: ${reason}`,
    storedOnly.test(reason)
      ? "The gateway has stored the change, and takes it in when it restarts: restart it, then sync again. An agent that was deleted on it before needs that."
      : "Correct what the message names (often an agent's heartbeat settings, or a configuration that was already invalid), then sync again.",
  );
}

function conflict(session: GatewaySession, patches: number): FlightDeckError {
  return new FlightDeckError(
    "config-conflict",
    `The configuration of gateway "${session.connection.target.name}" kept changing under us: ${patches} attempts to change it did not hold.`,
    "See who else edits the gateway's configuration, then sync again.",
  );
}
