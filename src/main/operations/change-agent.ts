import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { saveLabels } from "../database/record-labels.ts";
import { checkPlace, type NewAgent } from "./create-agent.ts";
import type { RouterServices } from "./operation-services.ts";
import { type RecordsChange, saveRecords } from "./save-records.ts";
import { withDefined } from "./with-defined.ts";

export type AgentFieldsChange = { [Field in keyof NewAgent]?: NewAgent[Field] | undefined };

/**
 * Changes the given fields of an agent; the next sync writes them to the gateway. Its gateway and role (board agent, lead or
 * main agent) cannot change, because its workspace depends on them.
 * @throws FlightDeckError not-found, bad-input
 */
export function changeAgent(services: RouterServices, agentId: string, change: AgentFieldsChange): void {
  const { database } = services;
  const agent = readAgent(database, agentId);
  const { labels, ...fields } = change;
  const given = withDefined(fields);
  const changed = { ...agent, ...given };
  const staysPut =
    changed.gatewayId === agent.gatewayId &&
    changed.isBoardLead === agent.isBoardLead &&
    (changed.boardId === null) === (agent.boardId === null) &&
    !(agent.isBoardLead && changed.boardId !== agent.boardId);
  if (!staysPut) throw cannotMove(agent.name);
  checkPlace(database, changed, agentId);
  const changesRecord = Object.keys(given).length > 0;
  if (!changesRecord && labels === undefined) return;
  const concerns: RecordsChange = {
    tell: ["agents", "boards"],
    ...(changesRecord ? { forget: { agentIds: [agentId] } } : {}),
  };
  saveRecords(services, concerns, () => {
    if (changesRecord) updateAgent(database, agentId, given);
    if (labels) saveLabels(database, "agent", agentId, labels);
  });
}

function cannotMove(name: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `Agent "${name}" cannot change its gateway or role: its workspace depends on them.`,
    hintsOf("bad-input").agentPlaced,
  );
}
