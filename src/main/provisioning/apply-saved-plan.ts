import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Plan, PlanKeeps, PlannedAgent, PlanSelection } from "../../shared/plan.ts";
import { changesSettings, hasWork, isWholeOnly, isWritten } from "../../shared/plan-work.ts";
import type { Gateway } from "../../shared/records.ts";
import { onlyAgents } from "../../shared/sync-options.ts";
import { readGateway } from "../database/gateways.ts";
import { runSync } from "./engine/run-sync.ts";
import { addressHash } from "./model/address-hash.ts";
import type { ProvisioningServices } from "./model/provisioning-services.ts";
import type { RunCaller, RunSyncResult } from "./model/run-request.ts";
import { summarizePlan } from "./plan/describe-plan.ts";
import { keepTheirsInPlan, keptOnly } from "./plan/keep-theirs-in-plan.ts";

export type ApplySavedPlanRequest = RunCaller & {
  plan: Plan;
};

/**
 * Carries out a saved plan, and nothing else. Anything that changed since is refused with `plan-moved`; the rest is applied.
 * @throws FlightDeckError bad-input when the plan has nothing to do or was made for another gateway or address; not-found,
 * board-not-on-gateway or run-in-progress
 */
export async function applySavedPlan(
  services: ProvisioningServices,
  request: ApplySavedPlanRequest,
): Promise<RunSyncResult> {
  const { plan, ...rest } = request;
  refuseOtherGateway(plan, readGateway(services.database, plan.options.gatewayId));
  const agents = plan.agents.filter(hasWork).map(withoutDiffs);
  if (agents.length === 0 && !changesSettings(plan)) throw nothingToDo(plan);
  const options = {
    ...plan.options,
    ...onlyAgents(agents),
    dryRun: false as const,
  };
  return runSync(services, { ...rest, kind: "apply-plan", options, plan: { ...plan, agents } });
}

/**
 * A smaller plan: the chosen agents, or the chosen files of them; some agents can only be chosen as a whole (`isWholeOnly`). Of the
 * files in `keeps`, the gateway version is kept, also where nothing else of the agent is chosen. Pure.
 * @throws FlightDeckError bad-input for a file that cannot be kept
 */
export function selectFromPlan(whole: Plan, selection: PlanSelection, keeps: PlanKeeps = []): Plan {
  const plan = keepTheirsInPlan(whole, keeps);
  if (!selection && keeps.length === 0) return plan;
  const everything = plan.agents.map(({ agentId }) => ({ agentId, files: null }));
  const chosen = new Map((selection ?? everything).map(({ agentId, files }) => [agentId, files]));
  const keeping = new Set(keeps.map(({ agentId }) => agentId));
  const agents = plan.agents.flatMap((agent): PlannedAgent[] => {
    const files = chosen.get(agent.agentId);
    if (files === undefined) return keeping.has(agent.agentId) ? keptOnly(agent) : [];
    if (files === null || isWholeOnly(agent)) return [agent];
    return [{ ...agent, files: agent.files.filter(({ name, action }) => files.includes(name) || !isWritten(action)) }];
  });
  const writesConfig = changesSettings(plan) || agents.some(({ entry }) => entry.kind !== "right");
  return { ...plan, agents, summary: summarizePlan(agents, writesConfig) };
}

/** Diffs are for display only; they may come from a file that was written by another program. */
function withoutDiffs(agent: PlannedAgent): PlannedAgent {
  return { ...agent, files: agent.files.map(({ diff: _, ...file }) => file) };
}

/** A plan describes what was seen on one gateway, and is not valid for another. */
function refuseOtherGateway(plan: Plan, gateway: Gateway): void {
  const { id, addressSha256 } = plan.gateway;
  if (id !== gateway.id) {
    throw new FlightDeckError(
      "bad-input",
      `The plan was made for gateway "${plan.gateway.name}", but its options name gateway "${gateway.name}".`,
      hintsOf("bad-input").planOfOther,
    );
  }
  if (addressSha256 === undefined || addressSha256 === addressHash(gateway.url)) return;
  throw new FlightDeckError(
    "bad-input",
    `The address of gateway "${gateway.name}" has changed since the plan was made.`,
    hintsOf("bad-input").addressChanged,
  );
}

function nothingToDo({ gateway }: Plan): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `There is nothing to apply on gateway "${gateway.name}": the plan has no changes for what was chosen.`,
    hintsOf("bad-input").nothingToApply,
  );
}
