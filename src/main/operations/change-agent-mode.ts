import type { AgentMode } from "../../shared/agent-modes.ts";
import { readAgent } from "../database/agents.ts";
import { saveAgentMode } from "../database/gateway-notes.ts";
import { readGateway } from "../database/gateways.ts";
import type { RouterServices } from "./operation-services.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";
import { whileNoRun } from "./while-no-run.ts";

/**
 * Sets what of an agent is changed on its gateway; runs from now on keep to it. A run in progress would not.
 * @throws FlightDeckError not-found, run-in-progress
 */
export function changeAgentMode(
  services: RecordsServices & Pick<RouterServices, "dataDir">,
  agentId: string,
  mode: AgentMode,
): Promise<void> {
  const { database } = services;
  const gateway = readGateway(database, readAgent(database, agentId).gatewayId);
  return whileNoRun(services, gateway, () =>
    saveRecords(services, { tell: ["agents", "boards"], forget: { agentIds: [agentId] } }, () =>
      saveAgentMode(database, agentId, mode),
    ),
  );
}
