import { FlightDeckError } from "../../shared/errors.ts";
import type { Outcome } from "../../shared/sync.ts";
import { onlyAgents, type SyncOptions } from "../../shared/sync-options.ts";
import type { RunAgentState, RunSnapshot } from "../../shared/views.ts";
import { applySavedPlan, selectFromPlan } from "../provisioning/apply-saved-plan.ts";
import { checkDrift } from "../provisioning/check-drift.ts";
import { ensureGatewayAgent } from "../provisioning/ensure-gateway-agent.ts";
import { ensureLead } from "../provisioning/ensure-lead.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import type { RouterServices } from "./operation-services.ts";
import { readPlan } from "./read-plan.ts";

export type RetryRequest = { id: string; outcomes: Outcome[]; rotateTokens?: boolean | undefined };

/**
 * Repeats what failed for these agents of a run, with the run's own options.
 * @returns the new run's id; null when there was nothing left to do
 * @throws FlightDeckError not-found, bad-input when no agent has such an outcome, run-in-progress
 */
export async function retryRun(services: RouterServices, request: RetryRequest): Promise<string | null> {
  const { runs, startedBy } = services;
  const snapshot = runs.snapshot(request.id);
  const options = retryOptions(snapshot, request);
  const { kind, gatewayId } = snapshot.run;
  const { boardId } = options;
  if (kind === "ensure-lead" && boardId !== null) {
    return (await runs.start((handle) => ensureLead(services, { boardId, startedBy, ...handle }))).runId;
  }
  if (kind === "ensure-gateway-agent") {
    return (await runs.start((handle) => ensureGatewayAgent(services, { gatewayId, startedBy, ...handle }))).runId;
  }
  if (kind === "apply-plan") {
    const again = agentsAgain(snapshot, request).map(({ agentId }) => ({ agentId, files: null }));
    const plan = selectFromPlan(readPlan(services.database, request.id), again);
    return (await runs.start((handle) => applySavedPlan(services, { plan, startedBy, ...handle }))).runId;
  }
  if (kind === "drift-check") {
    return (await runs.start((handle) => checkDrift(services, { gatewayId, startedBy, ...handle }))).runId;
  }
  return (await runs.start((handle) => syncTemplates(services, { options, startedBy, ...handle }))).runId;
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
    "Sync the gateway or the board instead.",
  );
}
