import { type AgentTableReport, canAddAgents } from "../../../shared/agent-table.ts";
import { count } from "../../../shared/count.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { listAgents } from "../../database/agents.ts";
import { listBoards, readBoard } from "../../database/boards.ts";
import type { Database } from "../../database/open-database.ts";
import { createAgent } from "../create-agent.ts";
import { type RecordsServices, saveRecords } from "../save-records.ts";
import { planAgents, type TableBoard } from "./plan-agents.ts";
import { readAgentTable } from "./read-agent-table.ts";

export type AddAgents = {
  /** A table from a spreadsheet, or CSV. */
  text: string;
  /** The board of the rows that name none. */
  boardId: string | null;
  /** Only says what would be added. */
  dryRun: boolean;
};

/**
 * Adds the agents of a table: all of them, or none when a row is wrong.
 * @throws FlightDeckError not-found; bad-input for a table that cannot be added, unless with `dryRun`
 */
export function addAgents(services: RecordsServices, { text, boardId, dryRun }: AddAgents): AgentTableReport {
  const { database } = services;
  if (boardId !== null) readBoard(database, boardId);
  const table = readAgentTable(text);
  const read = () => {
    const boards = boardsWithAgents(database);
    return planAgents(table, { boards, board: boards.find(({ id }) => id === boardId) ?? null });
  };
  if (dryRun) return read().report;
  return saveRecords(services, { tell: ["agents", "boards", "gateways"] }, () => {
    const { report, agents } = read();
    if (!canAddAgents(report)) throw refusal(report);
    for (const agent of agents) createAgent({ database }, agent);
    return report;
  });
}

function boardsWithAgents(database: Database): TableBoard[] {
  const byBoard = Map.groupBy(listAgents(database), ({ boardId }) => boardId);
  return listBoards(database).map(({ id, name, gatewayId }) => {
    const agents = byBoard.get(id) ?? [];
    const lead = agents.find(({ isBoardLead }) => isBoardLead)?.name ?? null;
    return { id, name, gatewayId, agentNames: agents.map((agent) => agent.name), lead };
  });
}

const mostNamed = 20;

/** Why a table is not added, row by row. */
export function refusal({ faults, rows, agents }: AgentTableReport): FlightDeckError {
  const wrong = [
    ...faults,
    ...rows.flatMap(({ row, faults: ofRow }) => (ofRow.length > 0 ? [`Row ${row}: ${ofRow.join(" ")}`] : [])),
  ];
  const more = wrong.length > mostNamed ? [`And ${count(wrong.length - mostNamed, "more fault")}.`] : [];
  const lines = wrong.length === 0 && agents.length === 0 ? ["The table has no agents."] : wrong.slice(0, mostNamed);
  return new FlightDeckError("bad-input", [...lines, ...more].join("\n"), hintsOf("bad-input").agentTable);
}
