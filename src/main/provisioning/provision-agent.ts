import { type FlightDeckError, messageOf } from "../../shared/errors.ts";
import { reasonInWords } from "../../shared/outcome-reasons.ts";
import type { Agent } from "../../shared/records.ts";
import { nowTimestamp } from "../../shared/records.ts";
import { onlyAgents, syncOptionsSchema } from "../../shared/sync-options.ts";
import { forgetWake } from "../database/agent-wakes.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { catchStorageTrouble } from "../database/explain-database-failure.ts";
import type { Database } from "../database/open-database.ts";
import { runSync } from "./engine/run-sync.ts";
import type { ProvisioningServices } from "./model/provisioning-services.ts";
import type { ProvisioningKind, RunCaller, RunSyncResult } from "./model/run-request.ts";
import { errorRow } from "./report/run-tally.ts";

export type ProvisionAgentRequest = RunCaller & {
  agent: Agent;
  kind: ProvisioningKind;
};

/**
 * Provisions one agent for the first time, or again after a failure: token, files, roster entry, wake-up message. Afterwards
 * its record says "online", or keeps the error, so that a retry completes it with the same identity (docs/behaviour.md, Leads
 * and main agents).
 * @throws as `runSync`
 */
export async function provisionAgent(
  services: ProvisioningServices,
  request: ProvisionAgentRequest,
): Promise<RunSyncResult> {
  const { agent, kind, ...caller } = request;
  const { database } = services;
  const limits = onlyAgents([{ agentId: agent.id, isMain: agent.boardId === null }]);
  const options = {
    ...syncOptionsSchema.parse({ gatewayId: agent.gatewayId, boardId: agent.boardId, ...limits, rotateTokens: true }),
    dryRun: false as const,
  };
  updateAgent(database, agent.id, { provisionRequestedAt: nowTimestamp(), provisionAction: "provision" });
  const result = await runSync(services, { kind, options, ...caller }).catch((error: unknown) => {
    updateAgent(database, agent.id, { lastProvisionError: messageOf(error) });
    throw error;
  });
  const failure = failureOf(result, agent.id);
  const trouble = catchStorageTrouble(() => {
    if (failure === null) complete(database, agent.id);
    else updateAgent(database, agent.id, { lastProvisionError: failure });
  });
  return trouble && result.report.isStored !== false ? withError(result, trouble) : result;
}

/** The run has ended, so its report in the history is without this error. */
function withError(result: RunSyncResult, error: FlightDeckError): RunSyncResult {
  const { report } = result;
  return { ...result, status: "failed", report: { ...report, errors: [...report.errors, errorRow(error, null)] } };
}

/** The agent's present record; if the database cannot be read, the one given. */
export function recordAfterRun(database: Database, agent: Agent): Agent {
  let present = agent;
  catchStorageTrouble(() => {
    present = readAgent(database, agent.id);
  });
  return present;
}

/** Both at once: until the record says that nothing is due, a retry must find the wake-up message of this provisioning. */
function complete(database: Database, agentId: string): void {
  database.sqlite.transaction(() => {
    updateAgent(database, agentId, {
      status: "online",
      provisionRequestedAt: null,
      provisionAction: null,
      lastProvisionError: null,
    });
    forgetWake(database, agentId);
  })();
}

function failureOf({ report, status }: RunSyncResult, agentId: string): string | null {
  const row = report.agents.find((outcome) => outcome.agentId === agentId);
  if (row && (row.outcome === "updated" || row.outcome === "unchanged")) return null;
  const error = report.errors.find(({ severity }) => severity === "error");
  return error?.message ?? (row && reasonInWords(row)) ?? `the run ended as ${status}`;
}
