import type { BulkItem, BulkReport, BulkStep } from "../../../shared/bulk.ts";
import { FlightDeckError } from "../../../shared/errors.ts";
import { readAgentsById } from "../../database/agents.ts";
import { readGateway } from "../../database/gateways.ts";
import { isFatal } from "../../gateway/refusal.ts";
import { tryLockGateway } from "../../provisioning/model/run-lock.ts";
import { type DeletionServices, deleteAgentWithConsent, hasOurWorkspace, isOursAlone } from "../delete-agent.ts";
import { confirmCount } from "./confirm-count.ts";

/**
 * Which agents would be deleted and what happens to each, and which are left out: main agents, and those on a gateway with a run
 * in progress.
 */
export function previewDeletion(services: DeletionServices, agentIds: readonly string[]): BulkReport {
  const { database, dataDir } = services;
  const report: BulkReport = { done: [], leftOut: [], failed: [] };
  const busy = new Map<string, boolean>();
  const isBusy = (gatewayId: string) => {
    if (!busy.has(gatewayId)) {
      const unlock = tryLockGateway(dataDir, gatewayId);
      unlock?.();
      busy.set(gatewayId, unlock === null);
    }
    return busy.get(gatewayId) ?? false;
  };
  for (const agent of readAgentsById(database, agentIds).values()) {
    const { id, name, boardId, gatewayId } = agent;
    const gateway = readGateway(database, gatewayId).name;
    if (boardId === null) {
      report.leftOut.push({ id, name, note: "the main agent of a gateway is deleted on its own page" });
    } else if (isBusy(gatewayId)) {
      report.leftOut.push({ id, name, note: `a run is in progress on gateway "${gateway}"` });
    } else {
      const isOurs = isOursAlone(services, agent);
      const files = hasOurWorkspace(agent) ? "with its workspace" : "where its workspace stays";
      const note = isOurs
        ? `deleted on gateway "${gateway}" too, ${files}`
        : `only its record; it stays on gateway "${gateway}"`;
      report.done.push({ id, name, note });
    }
  }
  return report;
}

export type AgentsDeletion = { agentIds: readonly string[]; confirmCount: number; evenIfGatewayAway: boolean };

/**
 * Deletes agents one after the other, as `deleteAgentWithConsent`: each on its gateway and then, in one transaction, its record. So
 * what was deleted there is never a record here, also if this is ended in between. Once a gateway cannot be used, its other agents
 * are not tried.
 * @throws FlightDeckError bad-input when another number was confirmed; then nothing was deleted
 */
export async function* deleteAgents(
  services: DeletionServices,
  { agentIds, confirmCount: typed, evenIfGatewayAway }: AgentsDeletion,
  signal?: AbortSignal,
): AsyncGenerator<BulkStep> {
  const { done: planned, leftOut } = previewDeletion(services, agentIds);
  confirmCount("agent", planned.length, typed);
  const report: BulkReport = { done: [], leftOut, failed: [] };
  const gatewayOf = readAgentsById(services.database, agentIds);
  const unusable = new Map<string, string>();
  for (const [index, item] of planned.entries()) {
    yield { done: index, of: planned.length };
    const gatewayId = gatewayOf.get(item.id)?.gatewayId ?? "";
    const why = signal?.aborted ? "cancelled" : unusable.get(gatewayId);
    if (why !== undefined) {
      report.failed.push({ ...item, note: why });
      continue;
    }
    const error = await deleteOne(services, item, evenIfGatewayAway, signal);
    if (error === null) report.done.push(item);
    else report.failed.push({ ...item, note: error.message });
    if (error && isFatal(error)) unusable.set(gatewayId, error.message);
  }
  yield report;
}

async function deleteOne(
  services: DeletionServices,
  { id, name }: BulkItem,
  evenIfGatewayAway: boolean,
  signal?: AbortSignal,
): Promise<FlightDeckError | null> {
  try {
    await deleteAgentWithConsent(services, { id, confirmName: name, evenIfGatewayAway }, signal);
    return null;
  } catch (error) {
    if (error instanceof FlightDeckError) return error;
    throw error;
  }
}
