import { sessionKeyOf } from "../../../shared/identity.ts";
import { listStartedSessions } from "../../gateway/list-sessions.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { sessionOutdated } from "../report/sync-errors.ts";
import { type AgentPlan, filesToWrite } from "./plan-agent.ts";

/**
 * The running sessions that would keep the files they began with. Asked before anything is written; makes no call if there can
 * be none.
 * @throws as `GatewayConnection.call` when the gateway is away
 */
export async function sessionsThatKeepFiles(
  run: RunContext,
  session: GatewaySession,
  plans: AgentPlan[],
): Promise<Set<string>> {
  const canComeUp = session.sessionsKeepFiles && !run.options.resetSessions && !run.provisioning;
  if (!canComeUp || plans.every((plan) => filesToWrite(plan).length === 0)) return new Set();
  return listStartedSessions(session.connection, run.signal);
}

/** Warns of every agent whose files were written under such a session. */
export function reportOutdatedSessions(run: RunContext, plans: AgentPlan[], sessionKeys: Set<string>): void {
  for (const { scoped, token } of plans) {
    const written = run.tally.outcomes.get(scoped.agent.id)?.filesWritten ?? [];
    if (written.length === 0 || !sessionKeys.has(sessionKeyOf(scoped))) continue;
    report(run, sessionOutdated(scoped, token.kind === "mint"), scoped, "warning");
  }
}
