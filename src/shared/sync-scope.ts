import type { PlanSkip, SyncState } from "./plan.ts";
import type { SyncOptions } from "./sync-options.ts";

/** The options that decide which agents a sync is about. */
export type ScopeOptions = Pick<SyncOptions, "boardId" | "agentIds" | "outOfSyncOnly" | "includeMain" | "leadOnly">;

/** What the scope of a sync depends on, of one agent. An agent without a board is a main agent. */
export type ScopeFacts = {
  id: string;
  boardId: string | null;
  isBoardLead: boolean;
  syncState: SyncState;
  /** Mission Control is about to delete it. */
  isBeingDeleted?: boolean;
  /** A further main agent besides the gateway's first. */
  isSurplus?: boolean;
};

/** The gateway's boards, and those of them that are paused. */
export type ScopeBoards = { all: ReadonlySet<string>; paused: ReadonlySet<string> };

/**
 * `outside`: the sync is not about this agent. `paused`, `no-board` and `being-deleted`: it is skipped, and the report says
 * so. An agent whose board has moved to another gateway has no board here.
 */
export type ScopePlace = "inside" | PlanSkip | "outside";

/** Whether Mission Control is about to delete an agent: provisioning it would bring it back. */
export function isBeingDeleted(agent: { status: string; deleteRequestedAt?: string | null }): boolean {
  return agent.status === "deleting" || (agent.deleteRequestedAt ?? null) !== null;
}

/** The rule of what a sync is about (docs/behaviour.md, A sync), for the engine and for the window that says it beforehand. */
export function scopeRule(options: ScopeOptions, boards: ScopeBoards): (agent: ScopeFacts) => ScopePlace {
  const { boardId, includeMain, leadOnly, outOfSyncOnly } = options;
  const chosen = options.agentIds && new Set(options.agentIds);
  return (agent) => {
    if (outOfSyncOnly && agent.syncState === "synced") return "outside";
    if (agent.boardId === null) {
      // The main agent is chosen with its own option; a surplus one also by its id.
      const isIncluded = chosen && agent.isSurplus ? chosen.has(agent.id) : includeMain;
      if (!isIncluded) return "outside";
      return agent.isBeingDeleted ? "being-deleted" : "inside";
    }
    if (chosen && !chosen.has(agent.id)) return "outside";
    if (leadOnly && !agent.isBoardLead) return "outside";
    if (boardId !== null && agent.boardId !== boardId) return "outside";
    if (agent.isBeingDeleted) return "being-deleted";
    if (!boards.all.has(agent.boardId)) return "no-board";
    return boards.paused.has(agent.boardId) ? "paused" : "inside";
  };
}
