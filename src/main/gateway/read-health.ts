import type { HeartbeatHealth } from "../../shared/heartbeats.ts";
import { healthOfJob, listHeartbeatJobs } from "./heartbeat-jobs.ts";
import { listSessions } from "./list-sessions.ts";
import type { GatewaySession } from "./session.ts";
import { healthFromSessions } from "./session-heartbeats.ts";

/**
 * Reads the state of a gateway's heartbeats: one call, or one per 200 automations.
 * @returns the health of an agent by its key
 * @throws as `GatewayConnection.call`
 */
export async function readHealth(
  session: GatewaySession,
  signal?: AbortSignal,
): Promise<(agentKey: string) => HeartbeatHealth> {
  const { connection } = session;
  if (session.hasHeartbeatJobs) {
    const jobs = await listHeartbeatJobs(connection, signal);
    return (agentKey) => healthOfJob(jobs, agentKey);
  }
  return healthFromSessions({ ...session, config: session.config.config }, await listSessions(connection, signal));
}
