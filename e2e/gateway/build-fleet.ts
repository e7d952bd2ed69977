import { randomUUID } from "node:crypto";

export type BuildFleetOptions = {
  /** The gateway's record: its address, and the folder of its agents' workspaces on its host. */
  gateway: { url: string; token: string; workspaceRoot: string };
  /** Each board has one lead; the other agents are distributed evenly. */
  boards: number;
  /** All board agents, including leads. */
  agents: number;
  /** Whether the gateway has its main agent. Default true. */
  withMain?: boolean;
  /** The heartbeat of every agent; by default one that never runs during a test. */
  heartbeat?: object;
};

export type FleetRow = { id: string; [column: string]: unknown };

/** A fleet file as an operator would import it (docs/behaviour.md, Records): tables as arrays of rows in snake_case. */
export type FleetFile = {
  organizations: FleetRow[];
  users: FleetRow[];
  organization_members: FleetRow[];
  gateways: FleetRow[];
  boards: FleetRow[];
  agents: FleetRow[];
};

/**
 * Makes a fleet of new agents: no tokens, no hashes, and nothing on the gateway yet. Every call makes new ids, so that
 * several fleets can share a gateway.
 */
export function buildFleet({
  gateway,
  boards,
  agents,
  withMain = true,
  heartbeat = rare,
}: BuildFleetOptions): FleetFile {
  const organizationId = randomUUID();
  const ownerId = randomUUID();
  const gatewayId = randomUUID();
  const boardRows = Array.from({ length: boards }, (_, index) => boardRow(index, organizationId, gatewayId));
  const agentRows = Array.from({ length: agents }, (_, index) => {
    const boardId = boardRows[index % boards]?.id ?? null;
    return agentRow({ index, gatewayId, boardId, isLead: index < boards, heartbeat });
  });
  return {
    organizations: [{ id: organizationId, name: "Meridian Works" }],
    users: [{ id: ownerId, name: "Ada Lindqvist", email: "ada@meridian.example", timezone: "Europe/Stockholm" }],
    organization_members: [{ id: randomUUID(), organization_id: organizationId, user_id: ownerId, role: "owner" }],
    gateways: [
      {
        id: gatewayId,
        organization_id: organizationId,
        name: "Station",
        url: gateway.url,
        token: gateway.token,
        workspace_root: gateway.workspaceRoot,
      },
    ],
    boards: boardRows,
    agents: withMain ? [...agentRows, mainRow(gatewayId, heartbeat)] : agentRows,
  };
}

function boardRow(index: number, organizationId: string, gatewayId: string): FleetRow {
  return {
    id: randomUUID(),
    organization_id: organizationId,
    name: `Board ${index + 1}`,
    gateway_id: gatewayId,
    objective: "Ship the first release",
    success_metrics: { releases: 1 },
    created_at: createdAt(index),
  };
}

/** A long interval, so that no agent starts to work during a test; `includeReasoning` is for classic gateways only. */
const rare = { every: "12h", target: "last", includeReasoning: false };

type AgentPlace = { index: number; gatewayId: string; boardId: string | null; isLead: boolean; heartbeat: object };

function agentRow({ index, gatewayId, boardId, isLead, heartbeat }: AgentPlace): FleetRow {
  const id = randomUUID();
  return {
    id,
    board_id: boardId,
    gateway_id: gatewayId,
    name: isLead ? `Lead ${index + 1}` : `Worker ${index + 1}`,
    openclaw_session_id: isLead ? `agent:lead-${boardId}:main` : `agent:mc-${id}:main`,
    heartbeat_config: heartbeat,
    is_board_lead: isLead,
    created_at: createdAt(100 + index),
  };
}

function mainRow(gatewayId: string, heartbeat: object): FleetRow {
  return {
    id: randomUUID(),
    board_id: null,
    gateway_id: gatewayId,
    name: "Station Gateway Agent",
    openclaw_session_id: `agent:mc-gateway-${gatewayId}:main`,
    heartbeat_config: heartbeat,
    created_at: createdAt(99),
  };
}

function createdAt(minute: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
}
