import { heartbeatLoad } from "../../../shared/heartbeat-load.ts";
import { type HeartbeatJobs, healthOfJob } from "../../gateway/heartbeat-jobs.ts";
import type { SessionRow } from "../../gateway/list-sessions.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { healthFromSessions } from "../../gateway/session-heartbeats.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { heartbeatsOverlap } from "../report/sync-errors.ts";

export type NoteHeartbeatsOptions = {
  run: RunContext;
  session: GatewaySession;
  agents: ScopedAgent[];
  jobs: HeartbeatJobs;
  /** Read instead where the gateway's heartbeats are no automations. */
  sessions: readonly SessionRow[];
};

/** Warns if the gateway's heartbeats take longer than their interval, so that some are skipped. */
export function warnOfOverlap(run: RunContext, jobs: HeartbeatJobs): void {
  const load = heartbeatLoad([...jobs.values()].map(({ health }) => health));
  if (load && load.share >= 1) report(run, heartbeatsOverlap(run.gateway, load), null, "warning");
}

/** Records the agents' heartbeats as the gateway reported them to this run. Makes no call. */
export function noteHeartbeats({ run, session, agents, jobs, sessions }: NoteHeartbeatsOptions): void {
  const healthOf = session.hasHeartbeatJobs
    ? (key: string) => healthOfJob(jobs, key)
    : healthFromSessions({ ...session, config: session.config.config }, sessions);
  for (const { agent, key } of agents) run.journal.heartbeat(agent.id, healthOf(key));
}
