import type { RosterAgent } from "../../gateway/dialect.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { defaultHeartbeat } from "./default-heartbeat.ts";

/** The agent as the gateway's roster should have it. Heartbeat settings missing in the record have their defaults. */
export function rosterAgent({ agent, key, workspace, foreign }: ScopedAgent): RosterAgent {
  const heartbeat = { ...defaultHeartbeat, ...agent.heartbeatConfig };
  return { id: key, name: agent.name, workspace: foreign ? null : workspace, heartbeat };
}

/** All agents of these plans as the roster should have them. */
export function rosterOf(plans: readonly { scoped: ScopedAgent }[]): RosterAgent[] {
  return plans.map(({ scoped }) => rosterAgent(scoped));
}
