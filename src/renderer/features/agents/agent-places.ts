import type { AgentRow } from "../../../shared/views.ts";
import type { Choice } from "../../components/select.tsx";

/** Used instead of a board's id: the agents that belong to no board. */
export const noBoard = "none";

/** The gateways that have agents, and the boards with agents on the chosen gateway (on any gateway when empty). */
export function placesOf(
  agents: AgentRow[],
  gatewayId: string,
): { gateways: Choice<string>[]; boards: Choice<string>[] } {
  const gateways = new Map<string, string>();
  const boards = new Map<string, string>();
  for (const agent of agents) {
    gateways.set(agent.gatewayId, agent.gatewayName);
    const isThere = gatewayId === "" || agent.gatewayId === gatewayId;
    if (isThere && agent.boardId !== null) boards.set(agent.boardId, agent.boardName ?? agent.boardId);
  }
  return { gateways: choicesOf(gateways), boards: choicesOf(boards) };
}

const collator = new Intl.Collator("en", { numeric: true });

function choicesOf(names: Map<string, string>): Choice<string>[] {
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => collator.compare(one.label, other.label));
}

/** The agents of a gateway and a board; an empty id means all. */
export function agentsAt(agents: AgentRow[], gatewayId: string, boardId: string): AgentRow[] {
  if (gatewayId === "" && boardId === "") return agents;
  return agents.filter(
    (agent) =>
      (gatewayId === "" || agent.gatewayId === gatewayId) && (boardId === "" || (agent.boardId ?? noBoard) === boardId),
  );
}
