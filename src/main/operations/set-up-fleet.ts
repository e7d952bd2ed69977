import { type AgentTableReport, canAddAgents } from "../../shared/agent-table.ts";
import type { FleetSetup, SetupStart } from "../../shared/setup.ts";
import { hasMirrorSource } from "../database/mirror/mirror-source.ts";
import { findFirstOrganization } from "../database/organizations.ts";
import { findOwner } from "../database/owner.ts";
import { refusal } from "./agent-table/add-agents.ts";
import { type PlannedAgents, planAgents } from "./agent-table/plan-agents.ts";
import { readAgentTable } from "./agent-table/read-agent-table.ts";
import { addPerson, changeOrganization } from "./change-people.ts";
import { createAgent } from "./create-agent.ts";
import { createBoard } from "./create-board.ts";
import { createGateway, type GatewayServices, type NewGateway } from "./create-gateway.ts";
import { readPracticeGatewayId } from "./practice-choice.ts";
import { saveRecords } from "./save-records.ts";

/** What is there already, so that the guided path need not ask for it. */
export function readSetupStart({ database }: Pick<GatewayServices, "database">): SetupStart {
  const organization = findFirstOrganization(database, readPracticeGatewayId(database));
  const owner = organization && findOwner(database, organization.id);
  return {
    organizationName: organization?.name ?? null,
    ownerName: owner?.name ?? owner?.email ?? null,
    canAddPeople: !hasMirrorSource(database),
  };
}

/** What the table of the guided path would add to its board, which does not exist yet. */
export function previewSetupAgents({ text, boardName, leadName }: SetupAgents): AgentTableReport {
  return planSetupAgents({ text, boardName, leadName }, { boardId: "", gatewayId: "" }).report;
}

export type SetupAgents = { text: string; boardName: string; leadName: string | null };

function planSetupAgents(
  { text, boardName, leadName }: SetupAgents,
  { boardId, gatewayId }: { boardId: string; gatewayId: string },
): PlannedAgents {
  const board = { id: boardId, name: boardName.trim(), gatewayId, agentNames: [], lead: null };
  const { report, agents } = planAgents(readAgentTable(text), { boards: [board], board });
  if (leadName === null) return { report, agents };
  const isLead = (name: string) => name === leadName;
  return {
    report: { ...report, agents: report.agents.map((agent) => ({ ...agent, isLead: isLead(agent.name) })) },
    agents: agents.map((agent) => ({ ...agent, isBoardLead: isLead(agent.name) })),
  };
}

/**
 * Adds what the guided path has gathered: a gateway, the owner, a board and its agents. All of it or nothing.
 * @throws FlightDeckError bad-input
 */
export function setUpFleet(
  services: GatewayServices,
  { gateway: fields, owner, organizationName, board: boardFields, agents }: FleetSetup & { gateway: NewGateway },
): { gatewayId: string; boardId: string } {
  const { database, vault } = services;
  return saveRecords(services, { tell: ["organizations", "gateways", "boards", "agents"] }, () => {
    const isNew = findFirstOrganization(database, readPracticeGatewayId(database)) === undefined;
    const gateway = createGateway({ database, vault }, fields);
    if (isNew && organizationName?.trim()) changeOrganization({ database }, gateway.organizationId, organizationName);
    if (owner) addPerson({ database }, { organizationId: gateway.organizationId, person: owner, isOwner: true });
    const board = createBoard({ database }, { ...boardFields, gatewayId: gateway.id });
    const table = { ...agents, boardName: board.name };
    const planned = planSetupAgents(table, { boardId: board.id, gatewayId: gateway.id });
    if (agents.text.trim() !== "") {
      if (!canAddAgents(planned.report)) throw refusal(planned.report);
      for (const agent of planned.agents) createAgent({ database }, agent);
    }
    return { gatewayId: gateway.id, boardId: board.id };
  });
}
