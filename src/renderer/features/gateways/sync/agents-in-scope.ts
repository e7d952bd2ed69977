import type { SyncChoices } from "../../../../shared/sync-options.ts";
import { isBeingDeleted, type ScopeBoards, scopeRule } from "../../../../shared/sync-scope.ts";
import type { AgentRow } from "../../../../shared/views.ts";

/** The agents of a gateway that a sync with these options would affect, according to the records. */
export function agentsInScope(agents: AgentRow[], choices: SyncChoices, boards: ScopeBoards): AgentRow[] {
  const placeOf = scopeRule({ ...choices, boardId: null, agentIds: null }, boards);
  return agents.filter((agent) => placeOf({ ...agent, isBeingDeleted: isBeingDeleted(agent) }) === "inside");
}
