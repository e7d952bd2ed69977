import { onlyAgents } from "../../../shared/sync-options.ts";
import type { AgentView } from "../../../shared/views.ts";
import type { SyncRequest } from "../runs/start-sync.ts";

/** Options of a sync of one agent. @param repairTokens a new token if it cannot be read or does not match */
export function agentSync({ id, gatewayId, isMain }: AgentView, repairTokens: boolean): SyncRequest {
  return { gatewayId, ...onlyAgents([{ agentId: id, isMain }]), rotateTokens: repairTokens };
}

/** Whether the agent's token is not known to be readable: the agent is new, or a plain sync may skip it. */
export function needsToken({ token, hasTokenHash, mode }: Pick<AgentView, "token" | "hasTokenHash" | "mode">): boolean {
  // A mode that leaves something out leaves out the token.
  if (mode) return false;
  return token === "unreadable" || (!hasTokenHash && token === "unknown");
}
