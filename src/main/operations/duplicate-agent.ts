import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Agent } from "../../shared/records.ts";
import { findBoardLead, listAgentsOfBoards, readAgent } from "../database/agents.ts";
import { readBoard } from "../database/boards.ts";
import { readAgentDeliveries, saveAgentDelivery } from "../database/gateway-notes.ts";
import type { Database } from "../database/open-database.ts";
import { readLabels } from "../database/record-labels.ts";
import { createAgent } from "./create-agent.ts";
import { nameOfCopy } from "./name-of-copy.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

export type DuplicateAgent = {
  agentId: string;
  /** By default, the agent's name with "copy". */
  name?: string | undefined;
  /** By default, the agent's own board. */
  boardId?: string | undefined;
};

/**
 * Adds an agent with the settings of another one, on its board or another. A copy of a lead is a lead where the board has none. Its
 * id, token, files and history are its own.
 * @throws FlightDeckError not-found; bad-input for a main agent without a board to copy it to, and a board on no gateway
 */
export function duplicateAgent(services: RecordsServices, { agentId, name, boardId }: DuplicateAgent): Agent {
  const { database } = services;
  const agent = readAgent(database, agentId);
  const to = boardId ?? agent.boardId;
  if (to === null) {
    throw new FlightDeckError(
      "bad-input",
      `"${agent.name}" is the main agent of its gateway, which has only one.`,
      hintsOf("bad-input").copyToBoard,
    );
  }
  return saveRecords(services, { tell: ["agents", "boards", "gateways"] }, () => {
    const names = listAgentsOfBoards(database, [to]).map((other) => other.name);
    return copyAgent(database, agent, {
      boardId: to,
      name: name?.trim() || nameOfCopy(agent.name, names),
      isBoardLead: agent.isBoardLead && findBoardLead(database, to) === undefined,
    });
  });
}

/** Adds the record of a copy: the settings of an agent, and nothing that is its own. */
export function copyAgent(
  database: Database,
  agent: Agent,
  { boardId, name, isBoardLead }: { boardId: string; name: string; isBoardLead: boolean },
): Agent {
  const board = readBoard(database, boardId);
  if (board.gatewayId === null) {
    throw new FlightDeckError(
      "bad-input",
      `Board "${board.name}" is on no gateway, so it can have no agents.`,
      hintsOf("bad-input").boardWithoutGateway,
    );
  }
  const { heartbeatConfig, identityProfile, identityTemplate, soulTemplate } = agent;
  const copy = createAgent(
    { database },
    {
      name,
      boardId,
      gatewayId: board.gatewayId,
      isBoardLead,
      heartbeatConfig,
      identityProfile,
      identityTemplate,
      soulTemplate,
      labels: readLabels(database, "agent").get(agent.id),
    },
  );
  const delivers = readAgentDeliveries(database).get(agent.id);
  if (delivers !== undefined) saveAgentDelivery(database, copy.id, delivers);
  return copy;
}
