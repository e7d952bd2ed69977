import { listNames } from "../../../shared/list-names.ts";
import { orphanName } from "../../../shared/orphans.ts";
import { saveGatewayRoster } from "../../database/gateway-rosters.ts";
import { listOrphans } from "../../database/list-orphans.ts";
import type { Database } from "../../database/open-database.ts";
import { listOwnAgents } from "../../gateway/list-own-agents.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { RunContext } from "../report/run-context.ts";

/**
 * Records which agents of ours are on the gateway after a run, and notes those without a record if the run was of the whole
 * gateway. Makes no call.
 */
export function noteOrphans(
  database: Database,
  { gateway, options, tally }: RunContext,
  session: GatewaySession,
): void {
  saveGatewayRoster(database, gateway.id, listOwnAgents(session));
  if (options.boardId !== null || options.agentIds !== null) return;
  // Those with a record elsewhere have a warning of their own.
  const orphans = listOrphans(database, gateway.id).orphans.filter(({ isElsewhere }) => !isElsewhere);
  if (orphans.length === 0) return;
  const [what, they] = orphans.length === 1 ? ["1 agent", "It keeps"] : [`${orphans.length} agents`, "They keep"];
  tally.notes.push(
    `${what} on gateway "${gateway.name}" without a record: ${listNames(orphans.map(orphanName))}. ${they} running. ` +
      "The gateway's page and `adopt list` list such agents.",
  );
}
