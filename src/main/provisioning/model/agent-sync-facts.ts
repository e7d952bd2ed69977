import type { FileMove, SyncState } from "../../../shared/plan.ts";

/** How far an agent on the gateway is from what it should be. */
export type AgentSyncFacts = { agentId: string; state: SyncState; differing: { name: string; moved: FileMove }[] };
