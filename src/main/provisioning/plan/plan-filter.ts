import { isDeepStrictEqual } from "node:util";
import type { DialectName } from "../../../shared/dialect-names.ts";
import type { Plan, PlannedAgent, PlannedFile, TokenStep } from "../../../shared/plan.ts";
import { bringsIn, changesSettings, isWritten, mintsToken } from "../../../shared/plan-work.ts";
import type { JsonObject } from "../../../shared/records.ts";
import { scratchName } from "../model/observed-agent.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import type { TokenDecision } from "../tokens/decide-token.ts";
import { keptReason } from "./keep-theirs-in-plan.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { EntryChange } from "./plan-config.ts";
import type { FileStep } from "./plan-files.ts";

/**
 * The part of one agent's plan to carry out; `plan` is null if none of it may be. `refused` says what changed, for the
 * operator.
 */
export type Held = { plan: AgentPlan | null; refused: string[] };

/**
 * Limits a run to a part of what differs: to chosen files, or to a saved plan. An agent's `change` is what its roster entry
 * needs now; undefined if it is correct.
 */
export type PlanFilter = {
  /** Whether the configuration patch may change an agent's roster entry, decided before its files are read. */
  takesEntry(scoped: ScopedAgent, change: EntryChange | undefined): boolean;
  /** Whether the patch may make these changes outside the roster. */
  takesSettings(settings: JsonObject, plans: AgentPlan[]): boolean;
  take(plan: AgentPlan, change: EntryChange | undefined): Held;
  /** Whether the agent keeps its workspace, even if the gateway would now allow a move: the plan showed that it would. */
  staysPut(scoped: ScopedAgent): boolean;
};

/**
 * No limit: a plain sync corrects everything that differs. Without agents whose entries are ours, the gateway's settings are not changed.
 */
export const keepAll: PlanFilter = {
  takesEntry: () => true,
  takesSettings: (_, plans) => plans.some(({ scoped }) => scoped.mode === undefined),
  take: (plan) => ({ plan, refused: [] }),
  staysPut: () => false,
};

/** Only files of these names are written, and roster entries are not changed. */
export function keepToFiles(names: readonly string[]): PlanFilter {
  return {
    takesEntry: () => false,
    takesSettings: () => false,
    take: (plan) => ({ plan: leaveOut(plan, ({ name }) => !names.includes(name), "not asked for"), refused: [] }),
    staysPut: () => false,
  };
}

/** Only files that get an earlier content back are written. */
export const keepToRestored: PlanFilter = {
  ...keepToFiles([]),
  take: (plan) => ({ plan: leaveOut(plan, ({ restores }) => restores === undefined, "not asked for"), refused: [] }),
};

/** What a plan is compared with besides the agents: the present templates, and the files on gateways of this dialect. */
export type NowInput = { templatesSha256: string; dialect: DialectName };

/**
 * Does only what the plan has, and only if what it was planned against is unchanged: a part whose rendering, content on the
 * gateway or roster entry changed since is refused, and the rest continues. A difference that has disappeared since is ignored.
 * An agent that is new, or gets a new token or another workspace, is applied completely or not at all.
 */
export function keepToPlan(saved: Plan, now: NowInput): PlanFilter {
  const agents = new Map(saved.agents.map((agent) => [agent.agentId, agent]));
  const ourMove = whatMoved(saved, now);
  return {
    takesEntry: ({ agent }, change) => entryVerdict(agents.get(agent.id), change) === "take",
    takesSettings: (settings) => changesSettings(saved) && isDeepStrictEqual(saved.extras, settings),
    take(plan, change) {
      const planned = agents.get(plan.scoped.agent.id);
      if (!planned) return { plan: null, refused: [] };
      return takePlanned(plan, planned, change, ourMove);
    },
    staysPut: ({ agent }) => agents.get(agent.id)?.move?.isRefused ?? false,
  };
}

/** Whether changes outside the roster are still needed, but no longer those of the plan. */
export function haveSettingsMoved(saved: Plan, now: JsonObject): boolean {
  const then = saved.extras;
  return changesSettings(saved) && Object.keys(now).length > 0 && !isDeepStrictEqual(then, now);
}

function whatMoved(saved: Plan, { templatesSha256, dialect }: NowInput): string {
  if (dialect !== saved.gateway.dialect) return "the gateway's version changed since";
  if (templatesSha256 !== saved.templatesSha256) return "the templates changed since";
  return "its record or the base URL changed since";
}

type EntryVerdict = "right" | "take" | "moved" | "gone";

function entryVerdict(planned: PlannedAgent | undefined, change: EntryChange | undefined): EntryVerdict {
  if (!planned || !change) return "right";
  const { kind, before, after } = planned.entry;
  if (change.isNew && kind !== "add") return "gone";
  if (kind === "right") return "right";
  return isDeepStrictEqual([change.before, change.keys], [before, after]) ? "take" : "moved";
}

function takePlanned(plan: AgentPlan, planned: PlannedAgent, change: EntryChange | undefined, ourMove: string): Held {
  const nothing = (why: string): Held => ({ plan: null, refused: [why] });
  const entry = entryVerdict(planned, change);
  if (entry === "gone") return nothing("the agent is no longer on the gateway");
  const rival = plan.takesOverFrom;
  if (rival !== null && rival !== planned.takesOverFrom) {
    return nothing(`the agent is managed by another installation now, ${rival}`);
  }
  const minting = plan.token.kind === "mint";
  if (minting && !mintsToken(planned.token)) return nothing("its token: it was good when the plan was made");
  const replaces = planned.replacesTokenSha256;
  if (minting && replaces !== undefined && replaces !== storedTokenSha256(plan.scoped)) {
    // The files show whether this same plan was applied before.
    return plan.files.every(isRight) ? { plan: null, refused: [] } : nothing("its token: it was replaced since");
  }
  const moves = movesOf(plan, planned, change, ourMove);
  const refused = [...(entry === "moved" ? ["its entry in the gateway's roster"] : []), ...moves.map(({ why }) => why)];
  const isWhole = minting || planned.adopts !== undefined || (entry !== "right" && bringsIn(planned));
  if (isWhole && refused.length > 0) return { plan: null, refused };
  if (isWhole && planned.files.some(({ keepsTheirs }) => keepsTheirs)) {
    return nothing("it can only be applied with all its files, so none can be kept as on the gateway");
  }
  const moved = new Set(moves.map(({ name }) => name));
  const files = new Map(planned.files.map((file) => [file.name, file]));
  const isOut = ({ name }: FileStep) => moved.has(name) || !isPlanned(files.get(name));
  const resetSession = plan.resetSession && planned.resetSession && refused.length === 0;
  const isKept = ({ name }: FileStep) => !moved.has(name) && files.get(name)?.keepsTheirs === true;
  const kept = plan.files.flatMap((step) => (isKept(step) ? keptStep(step) : []));
  const part = leaveOut(plan, isOut, "not part of the plan");
  return { plan: { ...withKept(part, kept), resetSession }, refused };
}

function keptStep(step: FileStep): FileStep[] {
  const { action, observed, oursMaskedSha256 } = step;
  const { maskedSha256: theirsMaskedSha256 } = observed;
  // What is as we want it by now, or left alone anyway, needs no choice.
  if (!isWritten(action) || theirsMaskedSha256 === null) return [];
  const keeps = { theirsMaskedSha256, oursMaskedSha256 };
  return [{ ...step, action: "preserved", reason: keptReason, write: null, keeps }];
}

function withKept(plan: AgentPlan, kept: FileStep[]): AgentPlan {
  const byName = new Map(kept.map((step) => [step.name, step]));
  return { ...plan, files: plan.files.map((step) => byName.get(step.name) ?? step) };
}

type Move = { name: string; why: string };

/** What a planned file is compared with: an adopted agent existed, with its files, before it got an entry. */
type Now = { change: EntryChange | undefined; isAdopted: boolean; ourMove: string };

/** The planned files that must not be written as planned, and why. */
function movesOf(plan: AgentPlan, planned: PlannedAgent, change: EntryChange | undefined, ourMove: string): Move[] {
  const steps = new Map(plan.files.map((step) => [step.name, step]));
  return planned.files
    .filter((file) => isPlanned(file) || file.keepsTheirs)
    .flatMap((file): Move[] => {
      const step = steps.get(file.name);
      if (!step) return [{ name: file.name, why: `${file.name}: the agent has no such file now, ${ourMove}` }];
      const move = moveOf(step, file, { change, isAdopted: planned.adopts !== undefined, ourMove });
      return move ? [move] : [];
    });
}

/** Whether the file is as we want it, apart from the token in it. */
function isRight({ action, observed, oursMaskedSha256 }: FileStep): boolean {
  return !isWritten(action) || observed.maskedSha256 === oursMaskedSha256;
}

/**
 * Whether and why a planned file must not be written as planned. A workspace that this run assigns was not read before:
 * gateways put files of their own there, and texts into new automations.
 */
function moveOf(step: FileStep, planned: PlannedFile, now: Now): Move | null {
  const { change, isAdopted, ourMove } = now;
  const { name } = step;
  if (step.oursMaskedSha256 !== planned.oursMaskedSha256) return { name, why: `${name}: ${ourMove}` };
  if (step.action === "unchanged") return null;
  const isNewPlace = change !== undefined && !isAdopted && (change.isNew || change.keys.workspace !== undefined);
  // It is left alone, as was chosen.
  if (!isWritten(step.action) && planned.keepsTheirs) return null;
  if (!isWritten(step.action)) return isNewPlace ? null : { name, why: `${name}: ${step.reason}` };
  if (step.observed.maskedSha256 === planned.theirsMaskedSha256) return null;
  if (isNewPlace || (change && name === scratchName && planned.theirsMaskedSha256 === null)) return null;
  return { name, why: `${name}: changed on the gateway since` };
}

function isPlanned(file: PlannedFile | undefined): boolean {
  return file !== undefined && isWritten(file.action);
}

function leaveOut(plan: AgentPlan, isOut: (step: FileStep) => boolean, reason: string): AgentPlan {
  const concerns = ({ action }: FileStep) => isWritten(action) || action === "blocked";
  const files = plan.files.map(
    (step): FileStep => (concerns(step) && isOut(step) ? { ...step, action: "preserved", reason, write: null } : step),
  );
  return { ...plan, files };
}

/** Identifies the token that a plan was made with, without revealing its hash. */
export function storedTokenSha256({ agent }: ScopedAgent): string {
  return sha256Hex(agent.agentTokenHash ?? "");
}

const mintSteps = { new: "new", unreadable: "repair", mismatch: "repair", rekey: "rekey" } as const;

/** A token decision in the form of a plan. */
export function tokenStepOf(decision: TokenDecision): TokenStep {
  if (decision.kind === "mint") return mintSteps[decision.reason];
  if (decision.kind === "adopt") return "adopt";
  return decision.kind === "keep-mismatched" ? "mismatched" : "keep";
}
