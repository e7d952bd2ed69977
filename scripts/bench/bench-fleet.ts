/** A fleet of `agents` board agents (one lead per ten) and a main agent, as a fleet file. Ids are fixed, so that runs compare. */
export function benchFleet(options: { agents: number; url: string; token: string; workspaceRoot: string }) {
  const { agents, url, token, workspaceRoot } = options;
  const organization_id = id("0", 0);
  const gatewayId = id("1", agents);
  const boardCount = Math.max(1, Math.round(agents / 10));
  const boardIds = range(boardCount).map((index) => id("2", agents * 10_000 + index));
  const file = {
    organizations: [{ id: organization_id, name: "Bench" }],
    users: [{ id: id("3", 0), name: "Olga Owner", email: "olga@example.com" }],
    organization_members: [{ id: id("4", 0), organization_id, user_id: id("3", 0), role: "owner" }],
    gateways: [{ id: gatewayId, organization_id, name: `Bench ${agents}`, url, token, workspace_root: workspaceRoot }],
    boards: boardIds.map((boardId, index) => ({
      id: boardId,
      organization_id,
      gateway_id: gatewayId,
      name: `Board ${index}`,
      objective: "Answer every customer within a day, and write down what keeps us from it.",
      success_metrics: { response_hours: 24, satisfaction: 0.9 },
    })),
    agents: [
      ...range(agents).map((index) => {
        const agentId = id("5", agents * 10_000 + index);
        const board_id = boardIds[index % boardCount];
        const is_board_lead = index < boardCount;
        const openclaw_session_id = is_board_lead ? `agent:lead-${board_id}:main` : `agent:mc-${agentId}:main`;
        return {
          id: agentId,
          board_id,
          gateway_id: gatewayId,
          name: `Agent ${index}`,
          is_board_lead,
          openclaw_session_id,
        };
      }),
      {
        id: id("6", agents),
        gateway_id: gatewayId,
        name: "Main",
        openclaw_session_id: `agent:mc-gateway-${gatewayId}:main`,
      },
    ],
  };
  return { file, gatewayId };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function id(kind: string, index: number): string {
  return `0000000${kind}-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
}
