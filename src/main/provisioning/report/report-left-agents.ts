import { isSameEndpoint } from "../../../shared/addresses.ts";
import { agentKey, isOwnKey } from "../../../shared/identity.ts";
import { listAgents } from "../../database/agents.ts";
import { listGateways } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { stillHere } from "./move-errors.ts";
import { type RunContext, report } from "./run-context.ts";

/** Warns of agents that are on this gateway while their records are on another one: their board moved there. */
export function reportLeftAgents(database: Database, run: RunContext, session: GatewaySession): void {
  const { gateway, options } = run;
  if (options.boardId !== null || options.agentIds !== null || run.provisioning) return;
  const roster = session.dialect.readRoster(session.config.config);
  // Two records may be of one gateway.
  const others = new Map(
    listGateways(database)
      .filter(({ id, url }) => id !== gateway.id && !isSameEndpoint(url, gateway.url))
      .map(({ id, name }) => [id, name]),
  );
  for (const agent of listAgents(database)) {
    const key = agentKey(agent);
    const home = others.get(agent.gatewayId);
    if (home !== undefined && isOwnKey(key) && roster.has(key))
      report(run, stillHere(agent.name, key, home), null, "warning");
  }
}
