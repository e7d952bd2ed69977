import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { RunKind } from "../../shared/run-kinds.ts";
import type { RunAgentState, RunRow, RunSnapshot } from "../../shared/run-views.ts";
import type { Outcome } from "../../shared/sync.ts";
import { onlyAgents, type SyncOptions } from "../../shared/sync-options.ts";
import { dismissRun } from "../database/keep-run.ts";
import { applySavedPlan, selectFromPlan } from "../provisioning/apply-saved-plan.ts";
import { checkDrift } from "../provisioning/check-drift.ts";
import { ensureGatewayAgent } from "../provisioning/ensure-gateway-agent.ts";
import { ensureLead } from "../provisioning/ensure-lead.ts";
import type { ProvisioningServices } from "../provisioning/model/provisioning-services.ts";
import type { RunCaller, RunSyncResult } from "../provisioning/model/run-request.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { wakeAgents } from "../provisioning/wake-agents.ts";
import { readPlan } from "./read-plan.ts";

export type RepeatRequest = {
  /** The run to take up. */
  snapshot: RunSnapshot;
  outcomes: Outcome[];
  rotateTokens?: boolean | undefined;
};

/** The outcomes of agents that an interrupted run is not proven to be done with. */
export const unfinished: Outcome[] = ["failed", "not-attempted"];

/** Whether something is left to do of an interrupted run; a plan is made anew as a whole. */
export function hasUnfinished({ run: { options }, agents }: RunSnapshot): boolean {
  return options.dryRun || endedAs(agents, unfinished).length > 0;
}

/**
 * Repeats a run for its agents with one of these outcomes, with its own options. Tokens, resets and wake-up messages of the earlier
 * run are not repeated. An interrupted run of which nothing is left is dismissed.
 * @returns null if there was nothing left to do
 * @throws FlightDeckError bad-input when no agent has such an outcome; and as the operation that is repeated
 */
export async function repeatRun(
  services: ProvisioningServices,
  request: RepeatRequest,
  caller: Omit<RunCaller, "retryOf">,
): Promise<RunSyncResult | null> {
  const { run } = request.snapshot;
  const options = repeatOptions(request);
  const result = await repeats[run.kind]({ services, request, options, caller: { ...caller, retryOf: run.id } });
  const isComplete = result === null || result.status === "succeeded";
  if (run.status === "interrupted" && isComplete) dismissRun(services.database, run.id);
  return result;
}

/**
 * Refuses to repeat an interrupted run that is dismissed: it was resumed to its end, or an operator has dealt with it.
 * @throws FlightDeckError bad-input
 */
export function requireOpen({ id, dismissedAt }: Pick<RunRow, "id" | "dismissedAt">): void {
  if (dismissedAt === null) return;
  throw new FlightDeckError(
    "bad-input",
    `Run ${id} is dismissed: nothing is left to do about it.`,
    hintsOf("bad-input").dismissed,
  );
}

type Repeat = { services: ProvisioningServices; request: RepeatRequest; options: SyncOptions; caller: RunCaller };

/** How a run of each kind is repeated. */
const repeats: Record<RunKind, (repeat: Repeat) => Promise<RunSyncResult | null>> = {
  "template-sync": repeatSync,
  "apply-plan": ({ services, request, caller }) => {
    const again = agentsAgain(request).map(({ agentId }) => ({ agentId, files: null }));
    const plan = selectFromPlan(readPlan(services.database, request.snapshot.run.id), again);
    return applySavedPlan(services, { plan, ...caller });
  },
  "drift-check": ({ services, options: { gatewayId }, caller }) => checkDrift(services, { gatewayId, ...caller }),
  // Runs of older versions did not keep the board: the agent is synced again.
  "ensure-lead": async (repeat) => {
    const { boardId } = repeat.options;
    if (boardId === null) return repeatSync(repeat);
    return (await ensureLead(repeat.services, { boardId, ...repeat.caller })).run;
  },
  "ensure-gateway-agent": async ({ services, options: { gatewayId }, caller }) =>
    (await ensureGatewayAgent(services, { gatewayId, ...caller })).run,
  wake: ({ services, request, options: { gatewayId }, caller }) => {
    const agentIds = agentsAgain(request).map(({ agentId }) => agentId);
    return wakeAgents(services, { gatewayId, agentIds, ...caller });
  },
  "delete-orphan": async () => {
    const { deletedOnPage } = hintsOf("bad-input");
    throw new FlightDeckError("bad-input", "A deletion is not repeated by itself.", deletedOnPage);
  },
  adopt: async () => {
    const { adoptedOnPage } = hintsOf("bad-input");
    throw new FlightDeckError("bad-input", "An adoption is not repeated by itself.", adoptedOnPage);
  },
};

function repeatSync({ services, options, caller }: Repeat): Promise<RunSyncResult> {
  return syncTemplates(services, { options, ...caller });
}

/** The run's own options, for only those of its agents that had one of these outcomes; a plan is made anew as a whole. Pure. */
export function repeatOptions(request: RepeatRequest): SyncOptions {
  const { options } = request.snapshot.run;
  if (options.dryRun) return options;
  return {
    ...options,
    ...onlyAgents(agentsAgain(request)),
    rotateTokens: request.rotateTokens ?? options.rotateTokens,
  };
}

/** @throws FlightDeckError bad-input when no agent had such an outcome */
function agentsAgain({ snapshot: { agents }, outcomes }: RepeatRequest): RunAgentState[] {
  const again = endedAs(agents, outcomes);
  if (again.length > 0) return again;
  throw new FlightDeckError(
    "bad-input",
    `No agent of this run ended as ${outcomes.join(" or ")}.`,
    hintsOf("bad-input").nothingToRetry,
  );
}

function endedAs(agents: readonly RunAgentState[], outcomes: Outcome[]): RunAgentState[] {
  return agents.filter((agent) => agent.state === "done" && outcomes.includes(agent.outcome.outcome));
}
