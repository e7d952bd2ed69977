import { isDeepStrictEqual } from "node:util";
import type { Plan, PlannedAgent, PlannedFile, TokenStep } from "../../shared/plan.ts";
import { isWritten, mintsToken } from "../../shared/plan-work.ts";
import { sha256Hex } from "./mask-token.ts";
import { scratchName } from "./observe-agent.ts";
import type { AgentPlan, ScopedAgent } from "./plan-agent.ts";
import type { ConfigPlan, EntryChange } from "./plan-config.ts";
import type { FileStep } from "./plan-files.ts";
import type { TokenDecision } from "./tokens/decide-token.ts";

/** What of one agent's plan is carried out; `plan` is null when nothing of it may be. `refused` says what moved, for the operator. */
export type Held = { plan: AgentPlan | null; refused: string[] };

/** Keeps a run to less than everything that differs: to chosen files, or to a plan that was made before. */
export type Hold = {
  /** Whether the configuration patch may touch an agent's roster entry, which is to change so; null: it is right as it is. */
  takesEntry(scoped: ScopedAgent, change: EntryChange | null): boolean;
  /** Whether it may change anything outside the roster. */
  takesExtras: boolean;
  take(plan: AgentPlan): Held;
};

/** Everything that differs is brought right: a plain sync. */
export const holdNothing: Hold = {
  takesEntry: () => true,
  takesExtras: true,
  take: (plan) => ({ plan, refused: [] }),
};

/** Only files of these names are written; of the roster, only agents that are missing are added. */
export function holdToFiles(names: readonly string[]): Hold {
  return {
    takesEntry: (_, change) => change?.isNew ?? false,
    takesExtras: false,
    take: (plan) => ({ plan: leaveOut(plan, ({ name }) => !names.includes(name), "not asked for"), refused: [] }),
  };
}

export type NowInput = { config: ConfigPlan; templatesSha256: string };

/**
 * Only what a plan holds is done, and of that only what was planned against what stands now: a part whose rendering, whose
 * content on the gateway or whose roster entry moved since is refused, the rest goes on. What came to be right by itself is
 * nobody's concern. An agent that gets a new token is done whole or not at all.
 *
 * @param now what differs at present, as `makePlan` and `planSessionConfig` see it
 */
export function holdToPlan(saved: Plan, now: NowInput): Hold {
  const agents = new Map(saved.agents.map((agent) => [agent.agentId, agent]));
  const ourMove =
    now.templatesSha256 === saved.templatesSha256 ? "the record changed since" : "the templates changed since";
  return {
    takesEntry: ({ agent }, change) => entryVerdict(agents.get(agent.id), change) === "take",
    takesExtras: Object.keys(saved.extras).length > 0 && isDeepStrictEqual(saved.extras, now.config.extras),
    take(plan) {
      const planned = agents.get(plan.scoped.agent.id);
      if (!planned) return { plan: null, refused: [] };
      return takePlanned(plan, planned, now.config.changes.get(plan.scoped.key), ourMove);
    },
  };
}

/** Whether what a plan would change outside the roster is another thing by now, and not yet right either. */
export function hasMovedExtras(saved: Plan, { config }: NowInput): boolean {
  const [then, now] = [saved.extras, config.extras];
  return Object.keys(then).length > 0 && Object.keys(now).length > 0 && !isDeepStrictEqual(then, now);
}

type EntryVerdict = "right" | "take" | "moved" | "gone";

function entryVerdict(planned: PlannedAgent | undefined, change: EntryChange | null | undefined): EntryVerdict {
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
  if (entry === "moved" && planned.entry.kind === "add") return nothing("its entry in the gateway's roster");
  const minting = plan.token.kind === "mint";
  if (minting && !mintsToken(planned.token)) return nothing("its token: it was good when the plan was made");
  const replaces = planned.replacesTokenSha256;
  if (minting && replaces !== undefined && replaces !== storedTokenSha256(plan.scoped)) {
    return nothing("its token: it was replaced since");
  }
  const files = new Map(planned.files.map((file) => [file.name, file]));
  const moves = plan.files.flatMap((step) => moveOf(step, files.get(step.name), change, ourMove) ?? []);
  const refused = [...(entry === "moved" ? ["its entry in the gateway's roster"] : []), ...moves.map(({ why }) => why)];
  if (minting && refused.length > 0) return { plan: null, refused };
  const moved = new Set(moves.map(({ name }) => name));
  const isOut = ({ name }: FileStep) => moved.has(name) || !isPlanned(files.get(name));
  return { plan: leaveOut(plan, isOut, "not part of the plan"), refused };
}

/**
 * Whether and why a planned file is not to be written as planned. A workspace that this very run leads the agent to was not
 * looked into before: gateways put files of their own there, and texts into an automation that they make.
 */
function moveOf(step: FileStep, planned: PlannedFile | undefined, change: EntryChange | undefined, ourMove: string) {
  if (!planned || !isPlanned(planned)) return null;
  const { name } = step;
  if (step.oursMaskedSha256 !== planned.oursMaskedSha256) return { name, why: `${name}: ${ourMove}` };
  if (step.action === "unchanged") return null;
  const isNewPlace = change !== undefined && (change.isNew || change.keys.workspace !== undefined);
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

/** A token decision as a plan shows it. */
export function tokenStepOf(decision: TokenDecision): TokenStep {
  if (decision.kind === "mint") return decision.reason === "rekey" ? "rekey" : "repair";
  if (decision.kind === "adopt") return "adopt";
  return decision.kind === "keep-mismatched" ? "mismatched" : "keep";
}
