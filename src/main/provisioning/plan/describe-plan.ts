import { firstMessages, reasonInWords } from "../../../shared/outcome-reasons.ts";
import {
  type Plan,
  type PlannedAgent,
  type PlannedFile,
  type PlannedMove,
  type PlanSummary,
  planSkips,
} from "../../../shared/plan.ts";
import { isWritten, mintsToken } from "../../../shared/plan-work.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { addressHash } from "../model/address-hash.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { WorkspaceMove } from "../model/workspace-move.ts";
import type { RunContext } from "../report/run-context.ts";
import { configDiff } from "./config-diff.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { ConfigPlan, EntryChange } from "./plan-config.ts";
import type { FileStep } from "./plan-files.ts";
import { storedTokenSha256, tokenStepOf } from "./plan-filter.ts";
import { isFileOutOfSync } from "./sync-state.ts";

export type DescribePlanInput = {
  run: RunContext;
  session: GatewaySession;
  templatesSha256: string;
  /** All agents in scope; those without a plan are blocked. */
  agents: ScopedAgent[];
  plans: AgentPlan[];
  config: ConfigPlan;
};

/** Describes what a sync would do, with what it was planned against; diffs are kept separately. Contains no secret. */
export function describePlan(input: DescribePlanInput): Plan {
  const { run, session, templatesSha256, config } = input;
  const plans = new Map(input.plans.map((plan) => [plan.scoped.agent.id, plan]));
  const agents = input.agents.map((scoped) => {
    const plan = plans.get(scoped.agent.id);
    return plan ? plannedAgent(plan, config.changes.get(plan.scoped.key)) : blockedAgent(run, scoped);
  });
  return {
    format: "flight-deck-plan",
    version: 1,
    id: run.runId,
    madeAt: nowTimestamp(),
    gateway: {
      id: run.gateway.id,
      name: run.gateway.name,
      version: session.version,
      dialect: session.dialect.name,
      restartsOnPatch: session.dialect.restartsOnPatch,
      addressSha256: addressHash(run.gateway.url),
    },
    options: run.options,
    templatesSha256,
    ...(run.isDraft ? { madeWithDraft: true as const } : {}),
    extras: config.settings,
    configDiff: configDiff(session.config.config, config.patch),
    ...(run.tally.notes.length > 0 ? { notes: run.tally.notes } : {}),
    summary: summarizePlan(agents, config.patch !== null),
    agents,
  };
}

/**
 * Counts what a plan does.
 * @param writesConfig whether the configuration is patched, even if only outside the roster
 */
export function summarizePlan(agents: PlannedAgent[], writesConfig: boolean): PlanSummary {
  const files = agents.flatMap((agent) => agent.files);
  const filesOf = (action: PlannedFile["action"]) => files.filter((file) => file.action === action).length;
  const agentsThat = (does: (agent: PlannedAgent) => boolean) => agents.filter(does).length;
  return {
    create: filesOf("create"),
    change: filesOf("change"),
    conflict: filesOf("conflict"),
    unchanged: agents.reduce((sum, { unchanged }) => sum + unchanged, 0),
    preserved: filesOf("preserved"),
    blocked: filesOf("blocked") + agentsThat(({ blocked }) => blocked !== null),
    agentsToAdd: agentsThat(({ entry, adopts }) => entry.kind === "add" && !adopts),
    agentsToCorrect: agentsThat(({ entry, adopts }) => entry.kind === "correct" && !adopts),
    agentsToAdopt: agentsThat(({ adopts }) => adopts !== undefined),
    agentsToMove: agentsThat(({ move }) => move !== undefined && !move.isRefused),
    movesRefused: agentsThat(({ move }) => move?.isRefused === true),
    tokensToRepair: agentsThat(({ token }) => mintsToken(token)),
    firstTokens: agentsThat(({ token }) => token === "new"),
    sessionsToReset: agentsThat(({ resetSession }) => resetSession),
    configWrites: writesConfig ? 1 : 0,
  };
}

function plannedAgent(plan: AgentPlan, change: EntryChange | undefined): PlannedAgent {
  const { scoped, token, resetSession } = plan;
  return {
    ...identityOf(scoped),
    entry: change
      ? { kind: change.isNew ? "add" : "correct", before: change.before, after: change.keys }
      : { kind: "right", before: {}, after: {} },
    ...(scoped.move ? { move: plannedMove(scoped.move, plan) } : {}),
    ...(scoped.foreign?.adopts ? { adopts: scoped.foreign.adopts } : {}),
    ...(plan.takesOverFrom ? { takesOverFrom: plan.takesOverFrom } : {}),
    token: tokenStepOf(token),
    ...(token.kind === "mint" ? { replacesTokenSha256: storedTokenSha256(scoped) } : {}),
    resetSession,
    files: plan.files.filter(({ action }) => action !== "unchanged").map(plannedFile),
    unchanged: plan.files.filter(({ action }) => action === "unchanged").length,
    blocked: null,
  };
}

function plannedMove({ verdict, from, to, leaves, isListed }: WorkspaceMove, { carrying }: AgentPlan): PlannedMove {
  return { from, to, isRefused: verdict === "stays", carries: carrying?.names ?? [], leaves, isListed };
}

function plannedFile(step: FileStep): PlannedFile {
  const { name, action, reason, moved, oursMaskedSha256, observed } = step;
  // An earlier content that is asked for is no less due than what is out of sync.
  const isOutOfSync = step.restores ? isWritten(action) : isFileOutOfSync(step);
  const theirsMaskedSha256 = observed.maskedSha256;
  const file = { name, action, reason, moved, isOutOfSync, oursMaskedSha256, theirsMaskedSha256 };
  return step.restores ? { ...file, isEarlier: true } : file;
}

function blockedAgent(run: RunContext, scoped: ScopedAgent): PlannedAgent {
  const entry = { kind: "right", before: {}, after: {} } as const;
  const blocked = whyBlocked(run, scoped);
  const reason = run.tally.outcomes.get(scoped.agent.id)?.reason;
  const skip = planSkips.find((each) => each === reason);
  return {
    ...identityOf(scoped),
    entry,
    token: "keep",
    resetSession: false,
    files: [],
    unchanged: 0,
    blocked,
    ...(skip ? { skip } : {}),
  };
}

function identityOf({ agent, key, isMain, mode }: ScopedAgent) {
  const identity = { agentId: agent.id, agentName: agent.name, boardId: agent.boardId, isMain, agentKey: key };
  return mode === undefined ? identity : { ...identity, mode };
}

function whyBlocked({ tally }: RunContext, { agent }: ScopedAgent): string {
  const row = tally.outcomes.get(agent.id);
  const message = firstMessages(tally.errors).get(agent.id) ?? null;
  const isSkipped = row?.outcome === "skipped";
  return (isSkipped ? null : message) ?? (row && reasonInWords(row)) ?? "could not be planned";
}
