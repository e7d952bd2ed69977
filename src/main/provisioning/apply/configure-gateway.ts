import type { FlightDeckError } from "../../../shared/errors.ts";
import { awaitHeartbeatJobs, type HeartbeatJobs, heartbeatJobOf } from "../../gateway/heartbeat-jobs.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { rosterOf } from "../desired/roster-agent.ts";
import { scratchName } from "../model/observed-agent.ts";
import type { GatewayPlan } from "../plan/make-plan.ts";
import { type AgentPlan, filesToWrite } from "../plan/plan-agent.ts";
import { type ConfigPlan, type ConfigScope, type EntryChange, planConfig } from "../plan/plan-config.ts";
import type { PlanFilter } from "../plan/plan-filter.ts";
import { noteRestartDue } from "../report/config-errors.ts";
import type { OwnedBook } from "../report/owned-book.ts";
import { endsRun, type RunContext, report } from "../report/run-context.ts";
import { isConfigUnread } from "../report/sync-errors.ts";
import { type AppliedConfig, applyConfig } from "./apply-config.ts";
import { bringBackHeartbeats } from "./bring-back-heartbeats.ts";
import { beginMoves } from "./carry-files.ts";
import { ledAwayAgents } from "./led-away.ts";

export type ApplyPlanOptions = {
  run: RunContext;
  session: GatewaySession;
  plan: GatewayPlan;
  /** Which part of the plan is carried out. */
  filter: PlanFilter;
  /** The agents this run adds or adopts are recorded there before anything of theirs is written. */
  owned: OwnedBook;
  onConfigPatch: () => void;
  onVisibilityTakenBack: () => void;
};

/** The result of the configuration step: which agents it added, changed or could not add. */
export type Configured = {
  added: Set<string>;
  changed: Set<string>;
  /** The agents whose entries should have been written and were not, by key. */
  lost: Map<string, LostEntry>;
  /** Why it is not known which agents the configuration has now; null when it is. */
  isUnread: boolean;
  heartbeatJobs: HeartbeatJobs;
  /** The keys of the agents that the gateway runs now, by its configuration. */
  roster: Set<string>;
  /** The changes that entries still need, or, for correct ones, needed before the patch. */
  changes: Map<string, EntryChange>;
  /** The agent keys whose entry differs now. */
  differingEntries: Set<string>;
};

/** An agent whose entry was not written. */
type LostEntry = {
  /** The gateway's refusal, or why we left it out; null if an error of the run says it. */
  refusal: FlightDeckError | null;
  /** Its entry was pointed to another workspace in the meantime, which was not read. */
  isLedAway?: true;
};

/** The gateway makes the automations of agents a moment after it has accepted the patch. */
const jobsMadeWithinMs = 3_000;

/** The part of the needed changes to entries and settings that the filter lets a patch make. */
export function filteredScope(
  plans: AgentPlan[],
  { changes, settings }: Pick<ConfigPlan, "changes" | "settings">,
  filter: PlanFilter,
): ConfigScope {
  const isTaken = (plan: AgentPlan) => {
    const change = changes.get(plan.scoped.key);
    return filter.takesEntry(plan.scoped, change) && filter.take(plan, change).plan !== null;
  };
  return { agents: rosterOf(plans.filter(isTaken)), settings: filter.takesSettings(settings, plans) };
}

/**
 * Brings the gateway's configuration to what the plan says, in one patch, and finds the heartbeat automations of its agents.
 * A refusal does not throw: it is reported, and the result says whose entry was not written.
 *
 * @throws what ends the run: the gateway stayed away, or cancel
 */
export async function configureGateway(options: ApplyPlanOptions): Promise<Configured> {
  const { run, session, plan, owned, onConfigPatch: onPatch, onVisibilityTakenBack } = options;
  const { signal } = run;
  const { noted, scope, stateNow, ledAway, lostOf } = watchEntries(options);
  owned.noteAll(noted);
  const confirmNotes = () => {
    const away = ledAway();
    const ours = [...session.dialect.readRoster(session.config.config).keys()].filter((key) => !away.has(key));
    owned.confirm(noted, new Set(ours));
  };
  try {
    const toChange = new Set(scope().agents.map(({ id }) => id));
    await beginMoves(
      run,
      plan.agents.filter(({ scoped }) => toChange.has(scoped.key)),
    );
    const onRestartDue = () => noteRestartDue(run);
    const patched = await applyConfig({ session, scope, onPatch, onRestartDue, onVisibilityTakenBack, signal });
    for (const warning of patched.warnings) report(run, warning, null, "warning");
    if (patched.failure) report(run, patched.failure, null);
    confirmNotes();
    const { newAgents: added, changedAgents: changed, storedOnly } = patched;
    const { roster, ...state } = stateNow();
    const away = ledAway();
    const running = new Set([...roster].filter((key) => !storedOnly.has(key) && !away.has(key)));
    const lost = lostOf(patched.refused);
    for (const key of storedOnly) lost.set(key, { refusal: null });
    const jobs = findHeartbeatJobs(options, patched, { ...state, roster: running });
    // The patch is done, whatever becomes of this.
    const heartbeatJobs = await jobs.catch((error: unknown) => {
      if (endsRun(run, error)) throw error;
      report(run, error, null);
      return plan.heartbeatJobs;
    });
    return { added, changed, lost, isUnread: false, heartbeatJobs, ...state, roster: running };
  } catch (error) {
    if (endsRun(run, error)) throw error;
    report(run, error, null);
    const none = new Set<string>();
    confirmNotes();
    const { heartbeatJobs } = plan;
    const lost = lostOf(new Map());
    return { added: none, changed: none, lost, isUnread: isConfigUnread(error), heartbeatJobs, ...stateNow() };
  }
}

/** The plan's roster entries, compared with the session's newest snapshot whenever one of these functions is called. */
function watchEntries({ session, plan, filter }: ApplyPlanOptions) {
  const before = plan.changes;
  const needsNow = newestNeeds(session, plan);
  const ledAway = () => ledAwayAgents(plan.agents, before, needsNow().changes);
  const scope = () => {
    const held = filteredScope(plan.agents, needsNow(), filter);
    const away = ledAway();
    return { ...held, agents: held.agents.filter(({ id }) => !away.has(id)) };
  };
  const isTaken = (planned: AgentPlan) => filter.take(planned, before.get(planned.scoped.key)).plan !== null;
  return {
    /** The agents for which anything is carried out. */
    noted: plan.agents.filter(isTaken).map(({ scoped }) => scoped),
    scope,
    ledAway,
    stateNow() {
      const after = needsNow().changes;
      return {
        roster: new Set(session.dialect.readRoster(session.config.config).keys()),
        changes: new Map([...before, ...after]),
        differingEntries: new Set(after.keys()),
      };
    },
    lostOf(refused: Map<string, FlightDeckError>): Map<string, LostEntry> {
      const { changes } = needsNow();
      const lost = new Map<string, LostEntry>();
      for (const { id } of scope().agents) if (changes.has(id)) lost.set(id, { refusal: refused.get(id) ?? null });
      for (const [key, refusal] of ledAway()) lost.set(key, { refusal, isLedAway: true });
      return lost;
    },
  };
}

/** What the plan's agents and the settings need by the session's newest snapshot, worked out once for each. */
function newestNeeds(session: GatewaySession, plan: GatewayPlan): () => Pick<ConfigPlan, "changes" | "settings"> {
  let snapshot = session.config;
  let needs: Pick<ConfigPlan, "changes" | "settings"> = plan;
  return () => {
    if (session.config === snapshot) return needs;
    snapshot = session.config;
    needs = planConfig(session, { agents: rosterOf(plan.agents), settings: true });
    return needs;
  };
}

/**
 * The heartbeat automations just before HEARTBEAT is written into them. Asks the gateway if one is missing for an agent that
 * this run has added, or whose HEARTBEAT is to be written.
 */
async function findHeartbeatJobs(
  { run, session, plan, filter }: ApplyPlanOptions,
  { isPatched, newAgents, changedAgents }: AppliedConfig,
  { roster, changes }: Pick<Configured, "roster" | "changes">,
): Promise<HeartbeatJobs> {
  const { connection, dialect } = session;
  const { signal } = run;
  if (dialect.heartbeatHome !== "scratch") return plan.heartbeatJobs;
  const agentKeys = [...newAgents, ...changedAgents];
  const jobs = isPatched
    ? await awaitHeartbeatJobs(connection, { agentKeys, withinMs: jobsMadeWithinMs }, signal)
    : plan.heartbeatJobs;
  const needsOne = (agentPlan: AgentPlan) => {
    const { key } = agentPlan.scoped;
    if (heartbeatJobOf(jobs, key) !== undefined || !roster.has(key)) return false;
    return newAgents.has(key) || writesHeartbeat(filter.take(agentPlan, changes.get(key)).plan);
  };
  const without = plan.agents.filter(needsOne).map(({ scoped }) => scoped);
  return bringBackHeartbeats({ session, agents: without, jobs, signal });
}

export function writesHeartbeat(plan: AgentPlan | null): boolean {
  return plan !== null && filesToWrite(plan).some(({ name }) => name === scratchName);
}
