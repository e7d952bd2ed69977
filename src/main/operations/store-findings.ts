import type { HeartbeatHealth } from "../../shared/heartbeats.ts";
import { noHeartbeat } from "../../shared/heartbeats.ts";
import { agentKey } from "../../shared/identity.ts";
import type { GatewayLimits } from "../../shared/injection-limits.ts";
import type { WorkObstacle } from "../../shared/obstacles.ts";
import type { RosterMember } from "../../shared/orphans.ts";
import { saveAgentHeartbeats } from "../database/agent-heartbeats.ts";
import { listAgentIdentities } from "../database/agents.ts";
import { saveInjectionLimits, saveObstacles } from "../database/gateway-notes.ts";
import { saveGatewayRoster } from "../database/gateway-rosters.ts";
import type { Database } from "../database/open-database.ts";

export type Findings = {
  /** By agent key; null if not read. */
  heartbeats: Record<string, HeartbeatHealth> | null;
  obstacles: WorkObstacle[] | null;
  limits: GatewayLimits | null;
  /** The agents in the roster under ids of ours. */
  ownAgents: RosterMember[] | null;
};

/** Stores what a check of a gateway found out about its agents. */
export function storeFindings(
  database: Database,
  gatewayId: string,
  { heartbeats, obstacles, limits, ownAgents }: Findings,
): void {
  if (ownAgents) saveGatewayRoster(database, gatewayId, ownAgents);
  if (limits) saveInjectionLimits(database, gatewayId, limits);
  if (obstacles) saveObstacles(database, gatewayId, obstacles);
  if (!heartbeats) return;
  const [known] = Object.values(heartbeats);
  const missing = noHeartbeat(known?.source ?? "automation");
  const agents = listAgentIdentities(database, gatewayId);
  saveAgentHeartbeats(database, new Map(agents.map((agent) => [agent.id, heartbeats[agentKey(agent)] ?? missing])));
}
