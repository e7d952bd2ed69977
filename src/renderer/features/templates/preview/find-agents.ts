import type { AgentRow } from "../../../../shared/views.ts";
import { filterAgents } from "../../../components/agents-table/filter-agents.ts";

/** More than this nobody reads in a list that opens under a field. */
export const mostFound = 50;

/** The first agents that a text finds. */
export function findAgents(agents: AgentRow[], text: string): AgentRow[] {
  return filterAgents(agents, { text, token: "", sync: "", outcome: "" }).slice(0, mostFound);
}
