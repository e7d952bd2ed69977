import type { BulkReport } from "../../../shared/bulk.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { Agent, Board } from "../../../shared/records.ts";
import { isBeingDeleted } from "../../../shared/sync-scope.ts";
import { readAgentsById, updateAgent } from "../../database/agents.ts";
import { readBoard } from "../../database/boards.ts";
import { readGateway } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { type RecordsServices, saveRecords } from "../save-records.ts";

export type AgentsMove = { agentIds: readonly string[]; boardId: string; dryRun: boolean };

/**
 * Moves agents to another board of their gateway: all that can move, in one transaction. The next sync writes it into their
 * files.
 * @throws FlightDeckError not-found; bad-input for a board on no gateway
 */
export function moveAgents(services: RecordsServices, { agentIds, boardId, dryRun }: AgentsMove): BulkReport {
  const { database } = services;
  if (dryRun) return planMove(database, agentIds, readBoard(database, boardId)).report;
  const forget: { agentIds: string[] } = { agentIds: [] };
  return saveRecords(services, { tell: ["agents", "boards"], forget }, () => {
    const { report, moving } = planMove(database, agentIds, readBoard(database, boardId));
    for (const { id } of moving) updateAgent(database, id, { boardId });
    forget.agentIds = moving.map(({ id }) => id);
    return report;
  });
}

function planMove(database: Database, agentIds: readonly string[], board: Board) {
  if (board.gatewayId === null) {
    throw new FlightDeckError(
      "bad-input",
      `Board "${board.name}" is on no gateway, so no agent can move there.`,
      hintsOf("bad-input").boardWithoutGateway,
    );
  }
  const moving: Agent[] = [];
  const report: BulkReport = { done: [], leftOut: [], failed: [] };
  const agents = readAgentsById(database, agentIds);
  for (const agent of agents.values()) {
    const { id, name, boardId } = agent;
    const why = whyItStays(database, agent, board);
    if (why !== null) {
      report.leftOut.push({ id, name, note: why });
      continue;
    }
    moving.push(agent);
    report.done.push({ id, name, note: `from "${boardId === null ? "" : readBoard(database, boardId).name}"` });
  }
  return { report, moving };
}

/** Why an agent cannot move to a board; null if it can. */
function whyItStays(database: Database, agent: Agent, board: Board): string | null {
  if (agent.boardId === null) return "the main agent of a gateway is on no board";
  if (agent.boardId === board.id) return "it is on this board already";
  if (agent.gatewayId !== board.gatewayId) {
    return `its workspace is on gateway "${readGateway(database, agent.gatewayId).name}"`;
  }
  if (agent.isBoardLead) return "a lead stays with its board";
  return isBeingDeleted(agent) ? "Mission Control is deleting it" : null;
}
