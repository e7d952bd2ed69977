import type { RunRow } from "../../../shared/views.ts";
import { type SyncRequest, startSync } from "./start-sync.ts";

type Agents = { agentId: string; isMain: boolean }[];

/** Syncs agents of a run once more, minting a token for each whose own cannot be read or does not match. */
export function repairTokens(run: Pick<RunRow, "gatewayId">, agents: Agents): Promise<void> {
  return startSync({ ...onlyThese(run, agents), rotateTokens: true });
}

/** Syncs agents of a run once more and resets the session of each, so that it reads its files anew. */
export function resetSessions(run: Pick<RunRow, "gatewayId">, agents: Agents): Promise<void> {
  return startSync({ ...onlyThese(run, agents), resetSessions: true });
}

function onlyThese({ gatewayId }: Pick<RunRow, "gatewayId">, agents: Agents): SyncRequest {
  return {
    gatewayId,
    agentIds: agents.map(({ agentId }) => agentId),
    // The main agent belongs to no board and is asked for by itself.
    includeMain: agents.some(({ isMain }) => isMain),
  };
}
