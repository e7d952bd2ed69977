import { setTimeout as sleep } from "node:timers/promises";
import type { FlightDeckError } from "../../../shared/errors.ts";
import type { JsonObject } from "../../../shared/records.ts";
import { awake } from "../../awake/awake.ts";
import { patchConfig, RestartDueError, readConfig } from "../../gateway/config.ts";
import type { GatewayConnection } from "../../gateway/connection.ts";
import type { RosterAgent } from "../../gateway/dialect.ts";
import { UnknownResultError } from "../../gateway/failure.ts";
import { listAgentIds } from "../../gateway/list-agents.ts";
import type { PatchRefusal } from "../../gateway/patch-refusal.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { costOfAdding } from "../plan/cost-of-adding.ts";
import { type ConfigPlan, type ConfigScope, planConfig } from "../plan/plan-config.ts";
import { conflict, rosterRefused } from "../report/config-errors.ts";
import { takingBack } from "./channel-visibility.ts";
import { endGroup, isNext, isRosterDone, noteRefusal, noteSent, type PatchWork, startPatchWork } from "./patch-work.ts";

export type ApplyConfigOptions = {
  session: GatewaySession;
  /** Called before every patch, with the newest snapshot: a change since the first may be outside this run. */
  scope: () => ConfigScope;
  /** Called for every patch that is sent. */
  onPatch: () => void;
  /** Called when the gateway puts off a restart that it wants for its configuration; also more than once. */
  onRestartDue: () => void;
  /** Called when channel visibility was removed again, because the gateway lost its agents over it. */
  onVisibilityTakenBack: () => void;
  signal?: AbortSignal | undefined;
};

/** A restarted gateway that has applied its configuration knows its agents at once; a busy machine may need longer. */
const agentsKnownWithinMs = 10_000;
/** A restarting gateway closes the connection around the time it announces (docs/gateways.md, Two dialects). */
const restartGraceMs = 5_000;

export type AppliedConfig = {
  isPatched: boolean;
  /** The agents whose entries were added or corrected successfully. */
  newAgents: Set<string>;
  changedAgents: Set<string>;
  /** The agents whose entries the gateway refused, by key, and why. */
  refused: Map<string, FlightDeckError>;
  /** New agents that are in the configuration, but that the gateway does not run until it restarts. */
  storedOnly: ReadonlySet<string>;
  /** Why the rest of the roster was not written; null when it was. */
  failure: FlightDeckError | null;
  /** Optional settings that the gateway refused. */
  warnings: FlightDeckError[];
};

/**
 * Brings the agents of `scope` into the gateway's roster with one patch. More are sent only if the configuration changed in
 * between, an answer was lost, or the gateway refused a part (`patch-work`). Leaves the newest snapshot in the session, and
 * waits for the restart that a patch causes.
 * @throws as `GatewayConnection.call`
 */
export async function applyConfig(options: ApplyConfigOptions): Promise<AppliedConfig> {
  const { session, scope, onPatch, onRestartDue, signal } = options;
  const before = session.config.config;
  const work = startPatchWork(session);
  const sent: ConfigPlan[] = [];
  for (let plan = nextPlan(options, work); plan.patch; plan = nextPlan(options, work)) {
    onPatch();
    const mayRestart = Object.keys(plan.visibility).length > 0;
    const { patch, newAgents } = plan;
    const outcome = await sendPatch({ session, patch, newAgents: newAgents.size, mayRestart, onRestartDue, signal });
    if (outcome.kind === "refused") noteRefusal(work, session, plan, outcome.refusal);
    else noteSent(work, plan, session.connection.target.name);
    if (outcome.kind === "sent") sent.push(plan);
  }
  const { agents } = scope();
  const stillOff = planConfig(session, { agents, settings: false }).changes;
  const visibility = sent.find((patched) => Object.keys(patched.visibility).length > 0)?.visibility ?? {};
  const known = agents.filter(({ id }) => !stillOff.has(id));
  if (Object.keys(visibility).length > 0 && !(await knowsAgents(session, known, signal))) {
    await takeVisibilityBack(options, visibility, before);
    await knowsAgents(session, known, signal);
  }
  const right = (keys: (plan: ConfigPlan) => Set<string>) =>
    new Set(sent.flatMap((plan) => [...keys(plan)].filter((key) => !stillOff.has(key))));
  const { refused, storedOnly, failure, warnings } = work;
  return {
    isPatched: sent.length > 0,
    newAgents: right(({ newAgents }) => newAgents),
    changedAgents: right(({ changedAgents }) => changedAgents),
    refused,
    storedOnly,
    failure,
    warnings,
  };
}

/** What to send next, by the newest snapshot; without a patch when nothing is left. */
function nextPlan({ session, scope }: ApplyConfigOptions, work: PatchWork): ConfigPlan {
  const { agents, settings } = scope();
  while (!isRosterDone(work)) {
    const next = agents.filter(({ id }) => isNext(work, id));
    const plan = planConfig(session, { agents: next, settings: settings && work.settings === "with-roster" });
    if (plan.patch) return plan;
    endGroup(work);
  }
  return planConfig(session, { agents: [], settings: settings && work.settings === "after-roster" });
}

/** Whether the running gateway knows the agents that its configuration has. */
async function knowsAgents(session: GatewaySession, agents: RosterAgent[], signal?: AbortSignal): Promise<boolean> {
  const startedAtMs = awake.nowMs();
  while (true) {
    const known = await listAgentIds(session.connection, signal);
    if (agents.every(({ id }) => known.has(id.toLowerCase()))) return true;
    if (awake.nowMs() - startedAtMs > agentsKnownWithinMs) return false;
    await sleep(500, undefined, { signal });
  }
}

const mostTakingBacks = 4;

async function takeVisibilityBack(options: ApplyConfigOptions, added: JsonObject, before: JsonObject): Promise<void> {
  const { session, onPatch, onRestartDue, onVisibilityTakenBack, signal } = options;
  session.canSetChannelVisibility = false;
  let patch = takingBack(session, added, before);
  for (let patches = 0; patch; patches += 1) {
    if (patches === mostTakingBacks) throw conflict(session.connection.target.name, patches);
    onPatch();
    const outcome = await sendPatch({ session, patch, newAgents: 0, mayRestart: false, onRestartDue, signal });
    if (outcome.kind === "refused") throw rosterRefused(session.connection.target.name, outcome.refusal);
    patch = takingBack(session, added, before);
  }
  onVisibilityTakenBack();
}

type SentPatch = Pick<ApplyConfigOptions, "session" | "onRestartDue" | "signal"> & {
  patch: JsonObject;
  newAgents: number;
  /** Whether the gateway may restart for the patch without announcing it in its answer. */
  mayRestart: boolean;
};

/** `conflict`: the configuration changed in between, and was not patched. */
type PatchOutcome = { kind: "sent" | "conflict" } | { kind: "refused"; refusal: PatchRefusal };

async function sendPatch(options: SentPatch): Promise<PatchOutcome> {
  const { session, patch, newAgents, mayRestart, onRestartDue, signal } = options;
  const { connection, config } = session;
  const cost = costOfAdding(newAgents, session);
  let outcome: PatchOutcome = { kind: "sent" };
  try {
    const result = await patchConfig(connection, { patch, baseHash: config.hash, cost }, signal);
    if (result.kind === "refused") outcome = result;
    if (result.kind === "conflict") outcome = { kind: "conflict" };
    const restartDelayMs = result.kind === "applied" ? (result.restartDelayMs ?? (mayRestart ? 0 : null)) : null;
    if (restartDelayMs !== null) await outlastRestart(connection, restartDelayMs, signal);
  } catch (error) {
    // The answer was lost, perhaps not the patch: the configuration itself shows which.
    if (!(error instanceof UnknownResultError)) throw error;
    if (error instanceof RestartDueError && !error.hasBegun) onRestartDue();
  }
  session.config = await readConfig(connection, signal);
  if (session.config.awaitsRestart) onRestartDue();
  return outcome;
}

/** A 2026.2.9 restarts as soon as it sees its file changed, and then possibly again at the time it announced. */
async function outlastRestart(connection: GatewayConnection, delayMs: number, signal?: AbortSignal): Promise<void> {
  const announcedAtMs = awake.nowMs() + delayMs;
  await connection.untilClosed(delayMs + restartGraceMs, signal);
  const aheadMs = Math.min(announcedAtMs - awake.nowMs(), restartGraceMs);
  if (aheadMs > 0) await sleep(aheadMs, undefined, { signal });
}
