import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { RunKind } from "../../shared/run-kinds.ts";
import type { RunAgentState, RunSnapshot } from "../../shared/run-views.ts";
import type { Outcome } from "../../shared/sync.ts";
import { onlyAgents, type SyncOptions } from "../../shared/sync-options.ts";
import { applySavedPlan, selectFromPlan } from "../provisioning/apply-saved-plan.ts";
import { checkDrift } from "../provisioning/check-drift.ts";
import { ensureGatewayAgent } from "../provisioning/ensure-gateway-agent.ts";
import { ensureLead } from "../provisioning/ensure-lead.ts";
import type { RunCaller } from "../provisioning/model/run-request.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { wakeAgents } from "../provisioning/wake-agents.ts";
import type { RunHandle } from "../runs/run-hub.ts";
import type { RouterServices } from "./operation-services.ts";
import { readPlan } from "./read-plan.ts";

export type RetryRequest = { id: string; outcomes: Outcome[]; rotateTokens?: boolean | undefined };

/**
 * Repeats what failed for these agents of a run, with the run's own options.
 * @returns the new run's id; null when there was nothing left to do
 * @throws FlightDeckError not-found, bad-input when no agent has such an outcome, run-in-progress
 */
export async function retryRun(services: RouterServices, request: RetryRequest): Promise<string | null> {
  const { runs } = services;
  const snapshot = runs.snapshot(request.id);
  const options = retryOptions(snapshot, request);
  const { kind } = snapshot.run;
  const repeat = (handle: RunHandle) =>
    repeats[kind]({
      services,
      request,
      snapshot,
      options,
      caller: { ...handle, startedBy: services.startedBy, retryOf: request.id },
    });
  const { runId } = await runs.start(repeat);
  return runId;
}

type Repeat = {
  services: RouterServices;
  request: RetryRequest;
  snapshot: RunSnapshot;
  options: SyncOptions;
  caller: RunCaller;
};

/** How a run of each kind is repeated. */
const repeats: Record<RunKind, (repeat: Repeat) => Promise<unknown>> = {
  "template-sync": repeatSync,
  "apply-plan": ({ services, request, snapshot, caller }) => {
    const again = agentsAgain(snapshot, request).map(({ agentId }) => ({ agentId, files: null }));
    const plan = selectFromPlan(readPlan(services.database, request.id), again);
    return applySavedPlan(services, { plan, ...caller });
  },
  "drift-check": ({ services, options: { gatewayId }, caller }) => checkDrift(services, { gatewayId, ...caller }),
  // Runs of older versions did not keep the board: the agent is synced again.
  "ensure-lead": (repeat) => {
    const { boardId } = repeat.options;
    return boardId === null ? repeatSync(repeat) : ensureLead(repeat.services, { boardId, ...repeat.caller });
  },
  "ensure-gateway-agent": ({ services, options: { gatewayId }, caller }) =>
    ensureGatewayAgent(services, { gatewayId, ...caller }),
  wake: ({ services, request, snapshot, options: { gatewayId }, caller }) => {
    const agentIds = agentsAgain(snapshot, request).map(({ agentId }) => agentId);
    return wakeAgents(services, { gatewayId, agentIds, ...caller });
  },
  "delete-orphan": async () => {
    const { deletedOnPage } = hintsOf("bad-input");
    throw new FlightDeckError("bad-input", "A deletion is not repeated by itself.", deletedOnPage);
  },
};

function repeatSync({ services, options, caller }: Repeat): Promise<unknown> {
  return syncTemplates(services, { options, ...caller });
}

/** The run's own options, for only those of its agents that had one of these outcomes. Pure. */
export function retryOptions(snapshot: RunSnapshot, request: RetryRequest): SyncOptions {
  const { options } = snapshot.run;
  const again = agentsAgain(snapshot, request);
  return {
    ...options,
    ...onlyAgents(again),
    rotateTokens: request.rotateTokens ?? options.rotateTokens,
  };
}

/** @throws FlightDeckError bad-input when no agent had such an outcome */
function agentsAgain({ agents }: RunSnapshot, { outcomes }: RetryRequest): RunAgentState[] {
  const again = agents.filter((agent) => agent.state === "done" && outcomes.includes(agent.outcome.outcome));
  if (again.length > 0) return again;
  throw new FlightDeckError(
    "bad-input",
    `No agent of this run ended as ${outcomes.join(" or ")}.`,
    hintsOf("bad-input").nothingToRetry,
  );
}
