import { isDeepStrictEqual } from "node:util";
import type { Plan, PlannedAgent, PlannedFile, TokenStep } from "../../../shared/plan.ts";
import { bringsIn, isWritten, mintsToken } from "../../../shared/plan-work.ts";
import type { JsonObject } from "../../../shared/records.ts";
import type { DialectName } from "../../templates/file-sets.ts";
import { scratchName } from "../model/observed-agent.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import type { TokenDecision } from "../tokens/decide-token.ts";
import type { AgentPlan } from "./plan-agent.ts";
import type { EntryChange } from "./plan-config.ts";
import type { FileStep } from "./plan-files.ts";

/** What of one agent's plan is carried out; `plan` is null when nothing of it may be. `refused` says what moved, for the operator. */
export type Held = { plan: AgentPlan | null; refused: string[] };

/**
 * Keeps a run to less than everything that differs: to chosen files, or to a plan that was made before. An agent's `change` is
 * what its roster entry needs now; none where that is right.
 */
export type Hold = {
  /** Whether the configuration patch may touch an agent's roster entry, as far as that can be told before its files are seen. */
  takesEntry(scoped: ScopedAgent, change: EntryChange | undefined): boolean;
  /** Whether the patch may make these changes outside the roster. */
  takesExtras(extras: JsonObject, plans: AgentPlan[]): boolean;
  take(plan: AgentPlan, change: EntryChange | undefined): Held;
  /** Whether the agent keeps its workspace whatever the gateway says by now: the plan showed that it would. */
  staysPut(scoped: ScopedAgent): boolean;
};

/** Everything that differs is brought right: a plain sync. With nobody to provision the gateway's settings are none of its business. */
export const holdNothing: Hold = {
  takesEntry: () => true,
  takesExtras: (_, plans) => plans.length > 0,
  take: (plan) => ({ plan, refused: [] }),
  staysPut: () => false,
};

/** Only files of these names are written, of agents as they stand in the roster. */
export function holdToFiles(names: readonly string[]): Hold {
  return {
    takesEntry: () => false,
    takesExtras: () => false,
    take: (plan) => ({ plan: leaveOut(plan, ({ name }) => !names.includes(name), "not asked for"), refused: [] }),
    staysPut: () => false,
  };
}

/** What a plan is compared with beside the agents: which templates there are now, and which files gateways of this kind have. */
export type NowInput = { templatesSha256: string; dialect: DialectName };

/**
 * Only what a plan holds is done, and of that only what was planned against what stands now: a part whose rendering, whose
 * content on the gateway or whose roster entry moved since is refused, the rest goes on. What came to be right by itself is
 * nobody's concern. An agent that is new, or gets a new token or another workspace, is done whole or not at all.
 */
export function holdToPlan(saved: Plan, now: NowInput): Hold {
  const agents = new Map(saved.agents.map((agent) => [agent.agentId, agent]));
  const ourMove = whatMoved(saved, now);
  return {
    takesEntry: ({ agent }, change) => entryVerdict(agents.get(agent.id), change) === "take",
    takesExtras: (extras) => Object.keys(saved.extras).length > 0 && isDeepStrictEqual(saved.extras, extras),
    take(plan, change) {
      const planned = agents.get(plan.scoped.agent.id);
      if (!planned) return { plan: null, refused: [] };
      return takePlanned(plan, planned, change, ourMove);
    },
    staysPut: ({ agent }) => agents.get(agent.id)?.move?.isRefused ?? false,
  };
}

/** Whether what a plan would change outside the roster is another thing by now, and not yet right either. */
export function hasMovedExtras(saved: Plan, now: JsonObject): boolean {
  const then = saved.extras;
  return Object.keys(then).length > 0 && Object.keys(now).length > 0 && !isDeepStrictEqual(then, now);
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
  const minting = plan.token.kind === "mint";
  if (minting && !mintsToken(planned.token)) return nothing("its token: it was good when the plan was made");
  const replaces = planned.replacesTokenSha256;
  if (minting && replaces !== undefined && replaces !== storedTokenSha256(plan.scoped)) {
    // The files say whether that was the work of this very plan, which somebody carries out once more.
    return plan.files.every(isRight) ? { plan: null, refused: [] } : nothing("its token: it was replaced since");
  }
  const moves = movesOf(plan, planned, change, ourMove);
  const refused = [...(entry === "moved" ? ["its entry in the gateway's roster"] : []), ...moves.map(({ why }) => why)];
  const isWhole = minting || planned.adopts !== undefined || (entry !== "right" && bringsIn(planned));
  if (isWhole && refused.length > 0) return { plan: null, refused };
  const moved = new Set(moves.map(({ name }) => name));
  const files = new Map(planned.files.map((file) => [file.name, file]));
  const isOut = ({ name }: FileStep) => moved.has(name) || !isPlanned(files.get(name));
  const resetSession = plan.resetSession && planned.resetSession && refused.length === 0;
  return { plan: { ...leaveOut(plan, isOut, "not part of the plan"), resetSession }, refused };
}

type Move = { name: string; why: string };

/** What a planned file is held against: an adopted agent was there before it got an entry, with its files. */
type Now = { change: EntryChange | undefined; isAdopted: boolean; ourMove: string };

/** What of the planned files is not to be written as planned, and why. */
function movesOf(plan: AgentPlan, planned: PlannedAgent, change: EntryChange | undefined, ourMove: string): Move[] {
  const steps = new Map(plan.files.map((step) => [step.name, step]));
  return planned.files.filter(isPlanned).flatMap((file): Move[] => {
    const step = steps.get(file.name);
    if (!step) return [{ name: file.name, why: `${file.name}: the agent has no such file now, ${ourMove}` }];
    const move = moveOf(step, file, { change, isAdopted: planned.adopts !== undefined, ourMove });
    return move ? [move] : [];
  });
}

/** Whether the file is there as we would have it, but for the token in it. */
function isRight({ action, observed, oursMaskedSha256 }: FileStep): boolean {
  return !isWritten(action) || observed.maskedSha256 === oursMaskedSha256;
}

/**
 * Whether and why a planned file is not to be written as planned. A workspace that this very run leads the agent to was not
 * looked into before: gateways put files of their own there, and texts into an automation that they make.
 */
function moveOf(step: FileStep, planned: PlannedFile, now: Now): Move | null {
  const { change, isAdopted, ourMove } = now;
  const { name } = step;
  if (step.oursMaskedSha256 !== planned.oursMaskedSha256) return { name, why: `${name}: ${ourMove}` };
  if (step.action === "unchanged") return null;
  const isNewPlace = change !== undefined && !isAdopted && (change.isNew || change.keys.workspace !== undefined);
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

/** Tells a plan by which token it was made, without telling the token's hash. */
export function storedTokenSha256({ agent }: ScopedAgent): string {
  return sha256Hex(agent.agentTokenHash ?? "");
}

const mintSteps = { new: "new", unreadable: "repair", mismatch: "repair", rekey: "rekey" } as const;

/** A token decision as a plan shows it. */
export function tokenStepOf(decision: TokenDecision): TokenStep {
  if (decision.kind === "mint") return mintSteps[decision.reason];
  if (decision.kind === "adopt") return "adopt";
  return decision.kind === "keep-mismatched" ? "mismatched" : "keep";
}
