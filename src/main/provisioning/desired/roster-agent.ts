import type { RosterAgent } from "../../gateway/dialect.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { defaultHeartbeat } from "./default-heartbeat.ts";

/** The agent as the gateway's roster should have it. Heartbeat settings missing in the record have their defaults. */
export function rosterAgent(scoped: ScopedAgent): RosterAgent {
  const { agent, key, workspace, foreign, deliversHeartbeats = false } = scoped;
  const heartbeat = { ...defaultHeartbeat, ...agent.heartbeatConfig };
  return { id: key, name: agent.name, workspace: foreign ? null : workspace, heartbeat, deliversHeartbeats };
}

/** All agents of these plans as the roster should have them; without those whose mode leaves the roster alone. */
export function rosterOf(plans: readonly { scoped: ScopedAgent }[]): RosterAgent[] {
  return plans.flatMap(({ scoped }) => (scoped.mode === undefined ? [rosterAgent(scoped)] : []));
}
