import type { Agent } from "../../shared/records.ts";
import { listAgents } from "../database/agents.ts";
import { lastKnownDialect, render, scopeOf } from "./compare-agent-files.ts";
import type { RouterServices } from "./operation-services.ts";

/**
 * Renders the loaded templates for one agent of each kind (worker, lead, main agent), so that an undefined name is found when a
 * folder is chosen and not only in a sync.
 * @throws FlightDeckError template-error
 */
export async function tryTemplates(services: RouterServices): Promise<void> {
  const oneOfEach = new Map(listAgents(services.database).map((agent) => [kindOf(agent), agent]));
  for (const agent of oneOfEach.values()) {
    await render(services, scopeOf(services, agent), lastKnownDialect(services, agent));
  }
}

function kindOf({ boardId, isBoardLead }: Agent): string {
  if (boardId === null) return "main";
  return isBoardLead ? "lead" : "worker";
}
