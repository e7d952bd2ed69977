import type { AgentMode } from "../../shared/agent-modes.ts";
import { readAgent } from "../database/agents.ts";
import { saveAgentMode } from "../database/gateway-notes.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

/**
 * Sets what of an agent is changed on its gateway; runs from now on keep to it.
 * @throws FlightDeckError not-found
 */
export function changeAgentMode(services: RecordsServices, agentId: string, mode: AgentMode): void {
  const { database } = services;
  readAgent(database, agentId);
  saveRecords(services, { tell: ["agents", "boards"], forget: { agentIds: [agentId] } }, () =>
    saveAgentMode(database, agentId, mode),
  );
}
