import type { RunRow } from "../../../shared/views.ts";
import { startSync } from "./start-sync.ts";

/** Syncs agents of a run once more, minting a token for each whose own cannot be read or does not match. */
export function repairTokens(
  run: Pick<RunRow, "gatewayId">,
  agents: { agentId: string; isMain: boolean }[],
): Promise<void> {
  return startSync({
    gatewayId: run.gatewayId,
    agentIds: agents.map(({ agentId }) => agentId),
    // The main agent belongs to no board and is asked for by itself.
    includeMain: agents.some(({ isMain }) => isMain),
    rotateTokens: true,
  });
}
