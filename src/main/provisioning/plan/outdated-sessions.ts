import { sessionKeyOf } from "../../../shared/identity.ts";
import type { SessionRow } from "../../gateway/list-sessions.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { sessionOutdated } from "../report/sync-errors.ts";
import type { AgentPlan } from "./plan-agent.ts";

/**
 * The running sessions that would keep the files they began with.
 * @param sessions those that the gateway had before anything was written
 */
export function sessionsThatKeepFiles(
  run: RunContext,
  session: GatewaySession,
  sessions: readonly SessionRow[],
): Set<string> {
  const canComeUp = session.sessionsKeepFiles && !run.options.resetSessions && !run.provisioning;
  return new Set(canComeUp ? sessions.flatMap(({ key, hasStarted }) => (hasStarted ? [key] : [])) : []);
}

/** Warns of every agent whose files were written under such a session. */
export function reportOutdatedSessions(run: RunContext, plans: AgentPlan[], sessionKeys: Set<string>): void {
  for (const { scoped, token } of plans) {
    const written = run.tally.outcomes.get(scoped.agent.id)?.filesWritten ?? [];
    if (written.length === 0 || !sessionKeys.has(sessionKeyOf(scoped))) continue;
    report(run, sessionOutdated(scoped, token.kind === "mint"), scoped, "warning");
  }
}
