import type { BulkReport, ConflictFile, Conflicts, DecisionReport } from "../../../shared/bulk.ts";
import { FlightDeckError } from "../../../shared/errors.ts";
import type { Plan } from "../../../shared/plan.ts";
import type { Agent } from "../../../shared/records.ts";
import { onlyAgents, type SyncOptions, syncOptionsSchema } from "../../../shared/sync-options.ts";
import { readAgentsById } from "../../database/agents.ts";
import { keepTheirs } from "../../database/written-files.ts";
import type { RunSyncResult } from "../../provisioning/model/run-request.ts";
import { type RecordsServices, saveRecords } from "../save-records.ts";

export type ConflictServices = RecordsServices & {
  /** Syncs or plans, and answers when the run has ended. */
  runSync(options: SyncOptions): Promise<RunSyncResult>;
};

/**
 * Compares agents with their gateways, one plan for each gateway, and finds their files in conflict. Agents that could not be
 * compared, or have none, are left out with the reason.
 */
export async function findConflicts(services: ConflictServices, agentIds: readonly string[]): Promise<Conflicts> {
  const agents = [...readAgentsById(services.database, agentIds).values()];
  const files: ConflictFile[] = [];
  const report: BulkReport = { done: [], leftOut: [], failed: [] };
  for (const [gatewayId, group] of Map.groupBy(agents, (agent) => agent.gatewayId)) {
    const scope = onlyAgents(group.map(({ id, boardId }) => ({ agentId: id, isMain: boardId === null })));
    const compared = await planOf(services, syncOptionsSchema.parse({ gatewayId, ...scope, dryRun: true }));
    for (const agent of group) {
      const { id, name } = agent;
      const found = typeof compared === "string" ? compared : conflictsOf(compared, agent);
      if (typeof found === "string") report.leftOut.push({ id, name, note: found });
      else {
        files.push(...found);
        report.done.push({ id, name, note: found.map(({ fileName }) => fileName).join(", ") });
      }
    }
  }
  return { files, report };
}

/** The plan, or why there is none. */
async function planOf(services: ConflictServices, options: SyncOptions): Promise<Plan | string> {
  try {
    const { plan, report } = await services.runSync(options);
    return plan ?? report.errors[0]?.message ?? "its gateway could not be read";
  } catch (error) {
    if (error instanceof FlightDeckError) return error.message;
    throw error;
  }
}

/** The agent's files in conflict, or why there are none. Pure. */
function conflictsOf({ agents }: Plan, { id: agentId }: Pick<Agent, "id">): ConflictFile[] | string {
  const planned = agents.find((agent) => agent.agentId === agentId);
  if (!planned) return "it could not be compared";
  if (planned.blocked !== null) return planned.blocked;
  const files = planned.files.flatMap(({ name: fileName, action, oursMaskedSha256, theirsMaskedSha256 }) =>
    action === "conflict" && theirsMaskedSha256 !== null
      ? [{ agentId, fileName, kept: { theirsMaskedSha256, oursMaskedSha256 } }]
      : [],
  );
  return files.length > 0 ? files : "it has no file in conflict";
}

/** Keeps the gateway's versions, all in one transaction, and compares the agents again. */
export async function keepAllTheirs(
  services: ConflictServices,
  files: readonly ConflictFile[],
): Promise<DecisionReport> {
  const { database } = services;
  const ids = [...new Set(files.map(({ agentId }) => agentId))];
  saveRecords(services, { tell: ["agents", "boards", "gateways"] }, () => {
    const known = readAgentsById(database, ids);
    for (const { agentId, fileName, kept } of files)
      if (known.has(agentId)) keepTheirs(database, agentId, fileName, kept);
  });
  // So that lists show what they are now. The decision counts without it.
  await findConflicts(services, ids);
  return { files: files.length, runIds: [], problems: [] };
}

/**
 * Writes the template versions of these files and no others: a run for all agents of a gateway with the same files, one after the
 * other.
 */
export async function takeAllOurs(
  services: ConflictServices,
  files: readonly Pick<ConflictFile, "agentId" | "fileName">[],
): Promise<DecisionReport> {
  const byAgent = Map.groupBy(files, ({ agentId }) => agentId);
  const agents = [...readAgentsById(services.database, [...byAgent.keys()]).values()];
  const namesOf = ({ id }: Agent) => (byAgent.get(id) ?? []).map(({ fileName }) => fileName).toSorted();
  const result: DecisionReport = { files: 0, runIds: [], problems: [] };
  for (const group of Map.groupBy(agents, (agent) => [agent.gatewayId, ...namesOf(agent)].join("\n")).values()) {
    const [first] = group;
    if (!first) continue;
    const { agentIds, includeMain } = onlyAgents(
      group.map(({ id, boardId }) => ({ agentId: id, isMain: boardId === null })),
    );
    const options = { gatewayId: first.gatewayId, agentIds, includeMain, fileNames: namesOf(first) };
    try {
      const { report, status } = await services.runSync(syncOptionsSchema.parse(options));
      result.runIds.push(report.runId);
      if (status === "succeeded") result.files += group.length * namesOf(first).length;
      else
        result.problems.push(...report.errors.slice(0, 3).map(({ message, hint }) => ({ message, hint: hint ?? "" })));
    } catch (error) {
      if (!(error instanceof FlightDeckError)) throw error;
      result.problems.push({ message: error.message, hint: error.hint });
    }
  }
  return result;
}
