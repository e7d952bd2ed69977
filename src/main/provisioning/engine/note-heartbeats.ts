import { type HeartbeatJobs, healthOfJob } from "../../gateway/heartbeat-jobs.ts";
import type { SessionRow } from "../../gateway/list-sessions.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { healthFromSessions } from "../../gateway/session-heartbeats.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { RunContext } from "../report/run-context.ts";

export type NoteHeartbeatsOptions = {
  run: RunContext;
  session: GatewaySession;
  agents: ScopedAgent[];
  jobs: HeartbeatJobs;
  /** Read instead where the gateway's heartbeats are no automations. */
  sessions: readonly SessionRow[];
};

/** Records the agents' heartbeats as the gateway reported them to this run. Makes no call. */
export function noteHeartbeats({ run, session, agents, jobs, sessions }: NoteHeartbeatsOptions): void {
  const healthOf = session.hasHeartbeatJobs
    ? (key: string) => healthOfJob(jobs, key)
    : healthFromSessions({ ...session, config: session.config.config }, sessions);
  for (const { agent, key } of agents) run.journal.heartbeat(agent.id, healthOf(key));
}
