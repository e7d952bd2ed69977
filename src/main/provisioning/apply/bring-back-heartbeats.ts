import { awaitHeartbeatJobs } from "../../gateway/heartbeat-scratch.ts";
import { liftDeletion } from "../../gateway/lift-deletion.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sideBySide } from "../model/side-by-side.ts";

export type BringBackOptions = {
  session: GatewaySession;
  /** Agents of the roster that should have a heartbeat automation, and have none. */
  agents: ScopedAgent[];
  /** The automations there are: agent key -> job id. */
  jobs: Map<string, string>;
  signal: AbortSignal;
};

/** A gateway tries every 30 s to make the automations that it could not make before (measured on 2026.9.6). */
const madeWithinMs = 45_000;

/**
 * Has the gateway make the heartbeat automations that it refused to make: it takes agents that were deleted on it and then
 * put back into its roster for deleted until it is told otherwise.
 *
 * @returns the automations there are now; without a call when nobody lacks one
 * @throws as `GatewayConnection.call`
 */
export async function bringBackHeartbeats(options: BringBackOptions): Promise<Map<string, string>> {
  const { session, agents, jobs, signal } = options;
  const lifted = await sideBySide(agents, async ({ key, workspace }) => {
    return (await liftDeletion(session.connection, { agentKey: key, workspace }, signal)) ? [key] : [];
  });
  const agentKeys = lifted.flat();
  if (agentKeys.length === 0) return jobs;
  return awaitHeartbeatJobs(session.connection, { agentKeys, withinMs: madeWithinMs }, signal);
}
