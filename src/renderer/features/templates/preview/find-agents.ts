import type { AgentRow } from "../../../../shared/views.ts";
import { filterAgents } from "../../../components/agents-table/filter-agents.ts";

/** The list under the field shows at most this many agents. */
export const mostFound = 50;

/** The first agents that match a text. */
export function findAgents(agents: AgentRow[], text: string): AgentRow[] {
  return filterAgents(agents, { text, token: "", sync: "", heartbeat: "", outcome: "" }).slice(0, mostFound);
}
