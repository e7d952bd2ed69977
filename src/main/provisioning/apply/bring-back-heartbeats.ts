import { awaitHeartbeatJobs, type HeartbeatJobs } from "../../gateway/heartbeat-jobs.ts";
import { liftDeletion } from "../../gateway/lift-deletion.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sideBySide } from "../model/side-by-side.ts";

export type BringBackOptions = {
  session: GatewaySession;
  /** Agents of the roster that should have a heartbeat automation and have none. */
  agents: ScopedAgent[];
  /** The existing automations. */
  jobs: HeartbeatJobs;
  signal: AbortSignal;
};

/** A gateway tries every 30 s to make automations that failed before (measured on 2026.9.6). */
const madeWithinMs = 45_000;

/**
 * Makes the gateway create heartbeat automations that it refused to create: agents that were deleted on it and put back into
 * its roster count as deleted until it is told otherwise.
 * @returns the automations now; makes no call if none is missing
 * @throws as `GatewayConnection.call`
 */
export async function bringBackHeartbeats(options: BringBackOptions): Promise<HeartbeatJobs> {
  const { session, agents, jobs, signal } = options;
  const lifted = await sideBySide(agents, async ({ key, workspace }) => {
    return (await liftDeletion(session.connection, { agentKey: key, workspace }, signal)) ? [key] : [];
  });
  const agentKeys = lifted.flat();
  if (agentKeys.length === 0) return jobs;
  return awaitHeartbeatJobs(session.connection, { agentKeys, withinMs: madeWithinMs }, signal);
}
