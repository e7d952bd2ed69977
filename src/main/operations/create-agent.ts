import { randomUUID } from "node:crypto";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { sessionKeyFor } from "../../shared/identity.ts";
import { type Agent, nowTimestamp, untouchedMarks } from "../../shared/records.ts";
import { findBoardLead, findMainAgent, insertAgent } from "../database/agents.ts";
import { readBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import { saveLabels } from "../database/record-labels.ts";
import { defaultHeartbeat } from "../provisioning/desired/default-heartbeat.ts";
import type { RouterServices } from "./operation-services.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

export type NewAgent = Pick<
  Agent,
  | "boardId"
  | "gatewayId"
  | "name"
  | "heartbeatConfig"
  | "identityProfile"
  | "identityTemplate"
  | "soulTemplate"
  | "isBoardLead"
> & { labels?: string[] | undefined };

/**
 * Adds an agent's record; the next sync puts it on its gateway.
 * @throws FlightDeckError not-found, bad-input
 */
export function createAgent(services: RecordsServices, { labels = [], ...fields }: NewAgent): Agent {
  const { database } = services;
  checkPlace(database, fields, null);
  const agent = newAgentRecord(fields);
  saveRecords(services, { tell: ["agents", "boards", "gateways"] }, () => {
    insertAgent(database, agent);
    saveLabels(database, "agent", agent.id, labels);
  });
  return agent;
}

/**
 * The record of an agent that was never provisioned from here.
 * @param known the id and session key of an agent that is on its gateway already
 */
export function newAgentRecord(
  fields: Omit<NewAgent, "labels">,
  known: Partial<Pick<Agent, "id" | "openclawSessionId">> = {},
): Agent {
  const { id = randomUUID() } = known;
  const now = nowTimestamp();
  return {
    ...fields,
    id,
    heartbeatConfig: fields.heartbeatConfig ?? { ...defaultHeartbeat },
    status: "provisioning",
    openclawSessionId: known.openclawSessionId ?? sessionKeyFor({ ...fields, id }),
    agentTokenHash: null,
    ...untouchedMarks,
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * Checks an agent's place: a board of its own gateway, at most one lead per board and one main agent per gateway.
 * @param ownId the agent's id if it exists already.
 * @throws FlightDeckError not-found, bad-input
 */
export function checkPlace(
  database: RouterServices["database"],
  { boardId, gatewayId, isBoardLead }: Pick<Agent, "boardId" | "gatewayId" | "isBoardLead">,
  ownId: string | null,
): void {
  const gateway = readGateway(database, gatewayId);
  if (boardId === null) {
    const main = findMainAgent(database, gatewayId);
    if (main && main.id !== ownId) throw taken(`Gateway "${gateway.name}" already has a main agent: ${main.name}.`);
    return;
  }
  const board = readBoard(database, boardId);
  if (board.gatewayId !== gatewayId) {
    throw new FlightDeckError(
      "bad-input",
      `Board "${board.name}" is not on gateway "${gateway.name}".`,
      hintsOf("bad-input").chooseBoard,
    );
  }
  const lead = isBoardLead ? findBoardLead(database, boardId) : undefined;
  if (lead && lead.id !== ownId) throw taken(`Board "${board.name}" already has a lead: ${lead.name}.`);
}

function taken(message: string): FlightDeckError {
  return new FlightDeckError("bad-input", message, hintsOf("bad-input").agentInTheWay);
}
