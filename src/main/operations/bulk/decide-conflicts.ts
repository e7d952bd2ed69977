import type { BulkProblem, BulkReport, ConflictFile, Conflicts, DecisionReport } from "../../../shared/bulk.ts";
import { FlightDeckError } from "../../../shared/errors.ts";
import { reasonInWords } from "../../../shared/outcome-reasons.ts";
import type { Plan } from "../../../shared/plan.ts";
import type { Agent } from "../../../shared/records.ts";
import type { SyncReport } from "../../../shared/sync.ts";
import { onlyAgents, type SyncOptions, syncOptionsSchema } from "../../../shared/sync-options.ts";
import { readAgentsById } from "../../database/agents.ts";
import { readGateway } from "../../database/gateways.ts";
import { keepTheirs } from "../../database/written-files.ts";
import type { RunSyncResult } from "../../provisioning/model/run-request.ts";
import { type RecordsServices, saveRecords } from "../save-records.ts";
import { whileNoRun } from "../while-no-run.ts";

export type ConflictServices = RecordsServices & {
  dataDir: string;
  /** Syncs or plans, and answers when the run has ended. */
  runSync(options: SyncOptions): Promise<RunSyncResult>;
};

/**
 * Compares agents with their gateways, one plan for each gateway, and finds their files in conflict. Agents that have none, or
 * that syncs skip, are left out; those that could not be compared have failed: whether they have some is not known.
 */
export async function findConflicts(services: ConflictServices, agentIds: readonly string[]): Promise<Conflicts> {
  const agents = [...readAgentsById(services.database, agentIds).values()];
  const found: Conflicts = { files: [], report: { done: [], leftOut: [], failed: [] }, problems: [] };
  for (const [gatewayId, group] of Map.groupBy(agents, (agent) => agent.gatewayId)) {
    const options = syncOptionsSchema.parse({ gatewayId, ...scopeOf(group), dryRun: true });
    const compared = await orProblem(async () => planOrProblem(await services.runSync(options)));
    if ("message" in compared) {
      found.problems.push(compared);
      found.report.failed.push(...group.map(({ id, name }) => ({ id, name, note: compared.message })));
      continue;
    }
    for (const agent of group) addConflicts(found, compared, agent);
  }
  return found;
}

function scopeOf(agents: readonly Agent[]) {
  return onlyAgents(agents.map(({ id, boardId }) => ({ agentId: id, isMain: boardId === null })));
}

async function orProblem<T>(work: () => Promise<T>): Promise<T | BulkProblem> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FlightDeckError)) throw error;
    const { code, message, hint } = error;
    return { code, message, hint };
  }
}

function planOrProblem({ plan, report }: RunSyncResult): Plan | BulkProblem {
  return plan ?? problemsOf(report)[0] ?? { code: "internal", message: "The gateway could not be read.", hint: "" };
}

/** The errors of a run; its warnings only if there are none. */
function problemsOf({ errors }: SyncReport): BulkProblem[] {
  const real = errors.filter(({ severity }) => severity === "error");
  return (real.length > 0 ? real : errors).map(({ code, message, hint }) => ({ code, message, hint }));
}

function addConflicts({ files, report }: Conflicts, { agents }: Plan, { id, name }: Agent): void {
  const planned = agents.find(({ agentId }) => agentId === id);
  if (!planned || (planned.blocked !== null && planned.skip === undefined)) {
    report.failed.push({ id, name, note: planned?.blocked ?? "it is not in the plan" });
    return;
  }
  const own = planned.files.flatMap(({ name: fileName, action, oursMaskedSha256, theirsMaskedSha256 }) =>
    action === "conflict" && theirsMaskedSha256 !== null
      ? [{ agentId: id, fileName, kept: { theirsMaskedSha256, oursMaskedSha256 } }]
      : [],
  );
  files.push(...own);
  if (own.length > 0) report.done.push({ id, name, note: namesIn(own) });
  else report.leftOut.push({ id, name, note: planned.blocked ?? "it has no file in conflict" });
}

function namesIn(files: readonly Pick<ConflictFile, "fileName">[]): string {
  return files.map(({ fileName }) => fileName).join(", ");
}

function nothingDecided(): DecisionReport {
  return { files: 0, runIds: [], report: { done: [], leftOut: [], failed: [] }, problems: [] };
}

/**
 * Keeps the gateway's versions, all of a gateway in one transaction, and compares the agents again. Nothing is kept for the agents
 * of a gateway with a run in progress, which may have read what is remembered of their files before.
 */
export async function keepAllTheirs(
  services: ConflictServices,
  files: readonly ConflictFile[],
): Promise<DecisionReport> {
  const { database } = services;
  const byAgent = Map.groupBy(files, ({ agentId }) => agentId);
  const agents = [...readAgentsById(database, [...byAgent.keys()]).values()];
  const result = nothingDecided();
  const { done, failed } = result.report;
  for (const [gatewayId, group] of Map.groupBy(agents, (agent) => agent.gatewayId)) {
    const keep = () =>
      saveRecords(services, { tell: ["agents", "boards", "gateways"] }, () => {
        const known = readAgentsById(
          database,
          group.map(({ id }) => id),
        );
        const own = files.filter(({ agentId }) => known.has(agentId));
        for (const { agentId, fileName, kept } of own) keepTheirs(database, agentId, fileName, kept);
        return own;
      });
    const kept = await orProblem(() => whileNoRun(services, readGateway(database, gatewayId), keep));
    if ("message" in kept) {
      result.problems.push(kept);
      failed.push(...group.map(({ id, name }) => ({ id, name, note: kept.message })));
      continue;
    }
    result.files += kept.length;
    for (const { id, name } of group) {
      const own = kept.filter(({ agentId }) => agentId === id);
      if (own.length > 0) done.push({ id, name, note: namesIn(own) });
    }
  }
  // So that lists show what they are now. The decision counts without it.
  const ids = done.map(({ id }) => id);
  if (ids.length > 0) await findConflicts(services, ids);
  return result;
}

/**
 * Writes the template versions of these files and no others: a run for all agents of a gateway with the same files, one after the
 * other. What counts is what the runs wrote.
 */
export async function takeAllOurs(
  services: ConflictServices,
  files: readonly Pick<ConflictFile, "agentId" | "fileName">[],
): Promise<DecisionReport> {
  const byAgent = Map.groupBy(files, ({ agentId }) => agentId);
  const agents = [...readAgentsById(services.database, [...byAgent.keys()]).values()];
  const namesOf = ({ id }: Agent) => (byAgent.get(id) ?? []).map(({ fileName }) => fileName).toSorted();
  const result = nothingDecided();
  for (const group of Map.groupBy(agents, (agent) => [agent.gatewayId, ...namesOf(agent)].join("\n")).values()) {
    const [first] = group;
    if (!first) continue;
    const fileNames = namesOf(first);
    const options = syncOptionsSchema.parse({ gatewayId: first.gatewayId, ...scopeOf(group), fileNames });
    const ran = await orProblem(() => services.runSync(options));
    if ("message" in ran) {
      result.problems.push(ran);
      result.report.failed.push(...group.map(({ id, name }) => ({ id, name, note: ran.message })));
      continue;
    }
    const { report, status } = ran;
    result.runIds.push(report.runId);
    if (status !== "succeeded") result.problems.push(...problemsOf(report).slice(0, mostProblems));
    for (const agent of group) result.files += addTaken(result.report, report, { agent, fileNames });
  }
  return result;
}

const mostProblems = 3;

type Asked = { agent: Agent; fileNames: string[] };

/** What a run did for an agent that was to get the template versions of these files. @returns how many it wrote */
function addTaken({ done, leftOut, failed }: BulkReport, report: SyncReport, { agent, fileNames }: Asked): number {
  const { id, name } = agent;
  const outcome = report.agents.find(({ agentId }) => agentId === id);
  const written = fileNames.filter((fileName) => outcome?.filesWritten.includes(fileName));
  const message = report.errors.find(({ agentId, severity }) => agentId === id && severity === "error")?.message;
  const isFine = outcome?.outcome === "updated" || outcome?.outcome === "unchanged";
  if (!isFine || message !== undefined) {
    const note =
      message ?? ((outcome && reasonInWords(outcome)) || problemsOf(report)[0]?.message) ?? "it was not written";
    failed.push({ id, name, note });
  } else if (written.length > 0) done.push({ id, name, note: written.join(", ") });
  else leftOut.push({ id, name, note: "its files are not in conflict any more" });
  return written.length;
}
