import { FlightDeckError } from "../../shared/errors.ts";
import type { Plan, PlannedAgent, PlanSelection } from "../../shared/plan.ts";
import type { RunEvent } from "../../shared/sync.ts";
import { summarizePlan } from "./describe-plan.ts";
import { mintsToken } from "./hold-plan.ts";
import { isWritten } from "./plan-files.ts";
import { type RunSyncResult, runSync } from "./run-sync.ts";
import type { ProvisioningServices } from "./services.ts";

export type ApplySavedPlanRequest = {
  plan: Plan;
  startedBy: string;
  signal?: AbortSignal | undefined;
  onEvent?: (event: RunEvent) => void;
};

/**
 * Carries out a plan that was made before, and nothing else. What moved since is refused with `plan-moved`, the rest goes on.
 *
 * @throws FlightDeckError bad-input when the plan has nothing to do; not-found, board-not-on-gateway or run-in-progress
 */
export async function applySavedPlan(
  services: ProvisioningServices,
  request: ApplySavedPlanRequest,
): Promise<RunSyncResult> {
  const { plan, ...rest } = request;
  const agents = plan.agents.filter(hasWork).map(withoutDiffs);
  if (agents.length === 0 && plan.summary.configWrites === 0) throw nothingToDo(plan);
  const options = {
    ...plan.options,
    agentIds: agents.map(({ agentId }) => agentId),
    outOfSyncOnly: false,
    includeMain: agents.some(({ isMain }) => isMain),
    dryRun: false,
  };
  return runSync(services, { ...rest, kind: "apply-plan", options, plan: { ...plan, agents } });
}

/**
 * A plan of less: the chosen agents, or the chosen files of them. An agent that gets a new token is chosen whole, because
 * the token has to reach every file that carries it. Pure.
 */
export function selectFromPlan(plan: Plan, selection: PlanSelection): Plan {
  if (!selection) return plan;
  const chosen = new Map(selection.map(({ agentId, files }) => [agentId, files]));
  const agents = plan.agents.flatMap((agent) => {
    const files = chosen.get(agent.agentId);
    if (files === undefined) return [];
    if (files === null || mintsToken(agent.token)) return [agent];
    return [{ ...agent, files: agent.files.filter(({ name, action }) => files.includes(name) || !isWritten(action)) }];
  });
  const writesConfig =
    plan.summary.configWrites > 0 &&
    (Object.keys(plan.extras).length > 0 || agents.some(({ entry }) => entry.kind !== "right"));
  return { ...plan, agents, summary: summarizePlan(agents, writesConfig) };
}

/** Whether carrying the plan out would write anything at all, or reset a session. */
export function hasChanges({ summary, agents }: Plan): boolean {
  const { create, change, conflict, agentsToAdd, agentsToCorrect, tokensToRepair, sessionsToReset } = summary;
  const pending = create + change + conflict + agentsToAdd + agentsToCorrect + tokensToRepair + sessionsToReset;
  return pending + summary.configWrites > 0 || agents.some(({ token }) => token === "adopt");
}

/** Diffs are for people; they may come from a file that anybody wrote. */
function withoutDiffs(agent: PlannedAgent): PlannedAgent {
  return { ...agent, files: agent.files.map(({ diff: _, ...file }) => file) };
}

function hasWork({ blocked, files, entry, token, resetSession }: PlannedAgent): boolean {
  if (blocked !== null) return false;
  return (
    entry.kind !== "right" ||
    token === "adopt" ||
    mintsToken(token) ||
    resetSession ||
    files.some((file) => isWritten(file.action))
  );
}

function nothingToDo({ gateway }: Plan): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `There is nothing to apply on gateway "${gateway.name}": of what was chosen, the plan changes nothing.`,
    "Choose agents or files that the plan creates or changes, or make a new plan.",
  );
}
