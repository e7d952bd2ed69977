import type { FileMove, SyncState } from "../../../shared/plan.ts";

/** An agent's sync state, with the files that differ. */
export type AgentSyncFacts = { agentId: string; state: SyncState; differing: { name: string; moved: FileMove }[] };
