import type { AgentView } from "../../../shared/views.ts";
import type { SyncRequest } from "../runs/start-sync.ts";

/** The sync of one agent alone. @param repairTokens a new token where none can be read or where it does not match */
export function agentSync({ id, gatewayId, isMain }: AgentView, repairTokens: boolean): SyncRequest {
  return { gatewayId, agentIds: [id], includeMain: isMain, rotateTokens: repairTokens };
}

/** Whether the agent has no token that is known to be readable: it is new, or a plain sync may skip it. */
export function needsToken({ token, hasTokenHash }: Pick<AgentView, "token" | "hasTokenHash">): boolean {
  return token === "unreadable" || (!hasTokenHash && token === "unknown");
}
