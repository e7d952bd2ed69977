import type { RunRow } from "../../../shared/run-views.ts";
import { onlyAgents } from "../../../shared/sync-options.ts";
import { type SyncRequest, startSync } from "./start-sync.ts";

type Agents = { agentId: string; isMain: boolean }[];

/** Syncs agents of a run again, with a new token for each whose token cannot be read or does not match. */
export function repairTokens(run: Pick<RunRow, "gatewayId">, agents: Agents): Promise<void> {
  return startSync({ ...onlyThese(run, agents), rotateTokens: true });
}

/** Syncs agents of a run again and resets their sessions, so that they read their files again. */
export function resetSessions(run: Pick<RunRow, "gatewayId">, agents: Agents): Promise<void> {
  return startSync({ ...onlyThese(run, agents), resetSessions: true });
}

/** Plans to take agents of a run over from another installation of Flight Deck. */
export function planTakeOver(run: Pick<RunRow, "gatewayId">, agents: Agents): Promise<void> {
  return startSync({ ...onlyThese(run, agents), takeOver: true, dryRun: true });
}

function onlyThese({ gatewayId }: Pick<RunRow, "gatewayId">, agents: Agents): SyncRequest {
  return { gatewayId, ...onlyAgents(agents) };
}
