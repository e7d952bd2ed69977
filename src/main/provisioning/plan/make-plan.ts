import type { FlightDeckError } from "../../../shared/errors.ts";
import { sessionKeyOf } from "../../../shared/identity.ts";
import { isWritten } from "../../../shared/plan-work.ts";
import type { JsonObject } from "../../../shared/records.ts";
import { checkRosterAgent, checkSessionKey } from "../../../shared/roster-values.ts";
import type { RecordedStep } from "../../database/run-steps.ts";
import type { HeartbeatJobs } from "../../gateway/heartbeat-jobs.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { rosterAgent, rosterOf } from "../desired/roster-agent.ts";
import type { RememberedFile } from "../model/desired-file.ts";
import { hasFiles, type ObservedAgent, type ObservedFile } from "../model/observed-agent.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sideBySide } from "../model/side-by-side.ts";
import type { KnownFile } from "../model/written-file-facts.ts";
import { fetchFiles, tokenFileName } from "../observe/observe-agent.ts";
import {
  type Observation,
  observeMoreFiles,
  observeWithToken,
  withTokenOfMove,
} from "../observe/observe-with-token.ts";
import { wasOnlySeeded } from "../observe/was-only-seeded.ts";
import { settingInvalid, settingsLeftOut } from "../report/config-errors.ts";
import { endsRun, type RunContext, recordOutcome, report } from "../report/run-context.ts";
import { outcomeRow } from "../report/run-tally.ts";
import { managedElsewhere, mismatchedToken, unclearToken, unreadableToken } from "../report/token-errors.ts";
import { decideToken, neverHadToken, type ObservedToken } from "../tokens/decide-token.ts";
import { tokenPlaceholder } from "../tokens/mask-token.ts";
import { rivalOf } from "../tokens/rival-of.ts";
import { keepLearned, unfetchedLearned } from "./keep-learned.ts";
import { keepReplaced, versionsOf } from "./keep-replaced.ts";
import { filesToProbe, refuseLinkedToken } from "./linked-files.ts";
import type { AgentPlan } from "./plan-agent.ts";
import { type ConfigPlan, planConfig } from "./plan-config.ts";
import type { PlanFilter } from "./plan-filter.ts";
import { planMovingAgent } from "./plan-moving-agent.ts";
import { refuseTooLarge } from "./refuse-too-large.ts";

export type MakePlanOptions = {
  run: RunContext;
  session: GatewaySession;
  agents: ScopedAgent[];
  /** The roster entries that are corrected: their files are planned for the corrected entries. */
  filter: PlanFilter;
  /** As from `listHeartbeatJobs`; each agent awaits it when needed, and its failure ends the run. */
  heartbeatJobs: Promise<HeartbeatJobs>;
  remembered: (agentId: string) => Map<string, RememberedFile & KnownFile>;
};

export type GatewayPlan = Pick<MakePlanOptions, "remembered"> & {
  agents: AgentPlan[];
  heartbeatJobs: HeartbeatJobs;
  /** What the roster entries of the agents need, by key; correct ones have none. */
  changes: ConfigPlan["changes"];
  /** The settings outside the roster that are missing. */
  settings: ConfigPlan["settings"];
  /** The keys of agents planned for another workspace than their present one. */
  toOtherWorkspace: Set<string>;
};

/**
 * Reads the agents from the gateway and plans each. An agent that cannot be planned (no token, a template error) gets its
 * outcome here and has no plan; others are not affected. Plans are in the order of `agents`.
 * @throws what ends the run: the gateway stayed away, or cancel
 */
export async function makePlan(options: MakePlanOptions): Promise<GatewayPlan> {
  const { run, session, agents, filter, heartbeatJobs, remembered } = options;
  const listingFailed = heartbeatJobs.then(
    () => null,
    (error: unknown) => error,
  );
  const roster = session.dialect.readRoster(session.config.config);
  const { changes, settings } = planConfig(session, {
    agents: rosterOf(agents.map((scoped) => ({ scoped }))),
    settings: true,
  });
  const keysToChange = (scoped: ScopedAgent): JsonObject => {
    const change = changes.get(scoped.key);
    return change && filter.takesEntry(scoped, change) ? change.keys : {};
  };
  const plans = await sideBySide(agents, async (scoped) => {
    run.emit({ type: "agent-state", agentId: scoped.agent.id, state: "reading" });
    try {
      if (isGone(run, scoped, roster.get(scoped.key))) return null;
      checkSettings(run, session, { scoped, entry: roster.get(scoped.key) });
      return await planOne(run, session, {
        scoped,
        entry: roster.get(scoped.key),
        getsHeartbeat: keysToChange(scoped).heartbeat !== undefined,
        heartbeatJobs,
        remembered: remembered(scoped.agent.id),
      });
    } catch (error) {
      if (endsRun(run, error) || error === (await listingFailed)) throw error;
      report(run, error, scoped);
      recordOutcome(run, outcomeRow(scoped, "failed", "not-planned"));
      return null;
    }
  });
  const moving = agents.filter(({ move }) => move?.verdict === "moves");
  return {
    agents: plans.filter((plan) => plan !== null),
    heartbeatJobs: await heartbeatJobs,
    remembered,
    changes,
    settings,
    toOtherWorkspace: new Set(moving.map(({ key }) => key)),
  };
}

/** A value that the gateway does not accept fails the agent before anything is sent; an unknown key is left out. */
function checkSettings(
  run: RunContext,
  { heartbeatKeys, config }: GatewaySession,
  { scoped, entry }: Pick<PlanOneInput, "scoped" | "entry">,
): void {
  if (scoped.mode !== undefined) return;
  // A workspace that the agent has already is one that the gateway can use.
  const pathForm = entry?.workspace === scoped.workspace ? null : config.pathForm;
  const { problem: ofRoster, leftOut } = checkRosterAgent(rosterAgent(scoped), heartbeatKeys, pathForm);
  const problem = ofRoster ?? checkSessionKey(sessionKeyOf(scoped));
  if (problem) throw settingInvalid(scoped.agent.name, run.gateway.name, problem);
  if (leftOut.length > 0) report(run, settingsLeftOut(scoped.agent.name, run.gateway.name, leftOut), scoped, "warning");
}

/** Whether an agent that a run must not add is not on the gateway, which is then its outcome. */
function isGone(run: RunContext, scoped: ScopedAgent, entry: JsonObject | undefined): boolean {
  if (scoped.mode === undefined || entry !== undefined || scoped.foreign !== undefined) return false;
  recordOutcome(run, outcomeRow(scoped, "skipped", "gone"));
  return true;
}

type PlanOneInput = {
  scoped: ScopedAgent;
  /** The agent's entry in the gateway's roster. */
  entry: JsonObject | undefined;
  /** Its heartbeat is set or changed, which also creates a missing automation. */
  getsHeartbeat: boolean;
  heartbeatJobs: Promise<HeartbeatJobs>;
  remembered: Map<string, RememberedFile & KnownFile>;
};

async function planOne(run: RunContext, session: GatewaySession, input: PlanOneInput): Promise<AgentPlan | null> {
  const { entry, getsHeartbeat, heartbeatJobs, remembered } = input;
  const scoped = withUnfinishedAdoption(input.scoped, remembered);
  const { key, agent, move } = scoped;
  const { options, tokens, signal } = run;
  const [inRoster, tokenName] = [entry !== undefined || scoped.foreign !== undefined, tokenFileName(session.dialect)];
  const isAdopted = scoped.foreign?.adopts != null;
  const outlining = run.outline(scoped, session.dialect);
  const names = outlining.then((files) => files.map(({ name }) => name));
  names.catch(() => undefined);
  const reading = { session, key, inRoster, names, heartbeatJobs, signal, agent, tokens };
  // Another workspace has other files, even with the same size and time.
  const isElsewhere = move !== undefined && move.verdict !== "stays";
  const mayBeKnown = !options.verify && !isElsewhere && entry?.workspace === scoped.workspace;
  let seen = await withTokenOfMove(reading, move, await observeWithToken(reading, mayBeKnown ? remembered : new Map()));
  if (leaveToRival(run, scoped, seen)) return null;
  let desired = await outlining;
  const planFrom = ({ observed: seen, token: observedToken }: Observation): AgentPlan => {
    const takesOverFrom = rivalOf(run, observedToken);
    const isBare = !inRoster || (!hasFiles(seen) && !move?.files.size);
    const isSeeded = move === undefined && wasOnlySeeded({ scoped, observed: seen, remembered, tokens });
    const history = { currentHash: agent.agentTokenHash, pendingHash: tokens.pendingHash(agent), isBare, isSeeded };
    const isWithout = "token" in observedToken && observedToken.token === null && !observedToken.isUnclear;
    const givesToken = (isAdopted || scoped.isAdoptionUnfinished === true) && isWithout;
    const token = decideToken(observedToken, {
      rekeyAll: options.rekeyAll && !hasNewToken(run.steps.earlier(agent.id, "token"), observedToken),
      repairTokens: options.rotateTokens || givesToken || takesOverFrom !== null,
      // A sync of chosen files cannot place a token.
      isNew: neverHadToken(history) && options.fileNames === null,
      isLeftOut: scoped.mode !== undefined,
    });
    // A run that was interrupted after it added the agent left its workspace empty, or the gateway filled it since: its first
    // provisioning is still to come.
    const isNew = !isAdopted && (isBare || isSeeded || run.provisioning);
    const observed = { ...seen, unavailable: getsHeartbeat ? new Set<string>() : seen.unavailable };
    const known = { desired, remembered, isNew, takesOverFrom, options, isVersion: versionsOf(run, agent.id) };
    return planMovingAgent({ scoped, observed, asksForUnavailable: true, token, ...known });
  };
  let plan = planFrom(seen);
  if (plan.files.some(({ action, write }) => isWritten(action) && write === null)) {
    desired = await run.render(scoped, session.dialect);
    plan = planFrom(seen);
  }
  const suspects = inRoster && !move ? filesToProbe(plan, tokenFileIn(plan, seen, tokenName)) : [];
  if (suspects.length > 0) {
    const observed = await fetchFiles(reading, seen.observed, suspects);
    seen = { observed, token: observed.token ?? seen.token };
    if (leaveToRival(run, scoped, seen)) return null;
    plan = planFrom(seen);
  }
  requireReadable(run, plan, tokenFileIn(plan, seen, tokenName));
  const unseen = new Set(contentsToFetch(run, plan, seen.observed));
  if (needsToken(plan)) unseen.add(tokenName);
  if (unseen.size > 0) {
    seen = await withTokenOfMove(reading, move, await observeMoreFiles(reading, seen, [...unseen]));
    if (leaveToRival(run, scoped, seen)) return null;
    plan = planFrom(seen);
    // It may have become large, or a link, since it was listed.
    requireReadable(run, plan, tokenFileIn(plan, seen, tokenName));
  }
  if (plan.token.kind === "skip") {
    report(run, whyWithoutToken(run, session, seen, { scoped, inRoster }), scoped);
    recordOutcome(run, outcomeRow(scoped, "skipped", "no-token"));
    return null;
  }
  if (plan.token.kind === "keep-mismatched") report(run, mismatchedToken(scoped), scoped, "warning");
  return keepReplaced(run, keepLearned(run, plan, seen.observed));
}

/** The file with the agent's token, if a run has anything to do with that. */
function tokenFileIn({ token }: AgentPlan, { observed }: Observation, name: string): ObservedFile | undefined {
  return token.kind === "none" ? undefined : observed.files.get(name);
}

/** @throws FlightDeckError file-rejected or too-large for an agent whose files cannot be read before they are replaced */
function requireReadable({ gateway }: RunContext, plan: AgentPlan, tokenFile: ObservedFile | undefined): void {
  refuseLinkedToken(plan, gateway, tokenFile);
  refuseTooLarge(plan, tokenFile);
}

/** Notes that a run adopted the agent and was cut off before it wrote a file: its first token is still to come. */
function withUnfinishedAdoption(scoped: ScopedAgent, remembered: PlanOneInput["remembered"]): ScopedAgent {
  const { agent, foreign } = scoped;
  const wasWritten = [...remembered.values()].some(({ writtenMaskedSha256 }) => writtenMaskedSha256 !== null);
  if (foreign?.adopts !== null || scoped.mode !== undefined) return scoped;
  if (agent.agentTokenHash !== null || wasWritten) return scoped;
  return { ...scoped, isAdoptionUnfinished: true };
}

/** Whether the agent is left to another installation, which is then its outcome. */
function leaveToRival(run: RunContext, scoped: ScopedAgent, { token }: Observation): boolean {
  const rival = rivalOf(run, token);
  if (rival === null || run.options.takeOver || scoped.mode === "watch") return false;
  report(run, managedElsewhere(scoped, rival), scoped);
  recordOutcome(run, outcomeRow(scoped, "failed", "managed-elsewhere"));
  return true;
}

function whyWithoutToken(
  { options, wasUpgraded }: RunContext,
  { dialect }: GatewaySession,
  { token }: Observation,
  { scoped, inRoster }: { scoped: ScopedAgent; inRoster: boolean },
): FlightDeckError {
  const fileName = tokenFileName(dialect);
  if ("token" in token && token.isUnclear) return unclearToken(scoped, fileName);
  return unreadableToken(scoped, { inRoster, fileName, options, wasUpgraded: wasUpgraded(dialect.name) });
}

/** Files whose content has to be kept or shown, and that were not fetched because they are as remembered. */
function contentsToFetch(run: RunContext, plan: AgentPlan, observed: ObservedAgent): string[] {
  const { dryRun } = run.options;
  const shown = plan.files
    .filter(({ write, isForeign, isStored }) => write?.theirs === null && (dryRun || isForeign || !isStored))
    .filter((step) => step.observed.exists)
    .map(({ name }) => name);
  return [...shown, ...unfetchedLearned(run, plan, observed)];
}

/** Whether a file is to be written with the token, which a quick check did not read. */
function needsToken({ token, files }: AgentPlan): boolean {
  const isUnread = token.kind === "keep" && token.token === null;
  return isUnread && files.some(({ write }) => write?.ours.includes(tokenPlaceholder) ?? false);
}

/** Whether the run that this one takes up gave the agent its new token already, or left it in the agent's file. */
function hasNewToken(step: RecordedStep | undefined, observed: ObservedToken): boolean {
  if (step?.state === "done") return true;
  return step !== undefined && "token" in observed && observed.matchesPending;
}
