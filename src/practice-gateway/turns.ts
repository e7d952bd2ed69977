import type { Session } from "./session-store.ts";
import type { GatewayState } from "./state.ts";

/** What a list of sessions says about a session's last turn. Turns are over at once, all with the same result. */
export function turnFields({ profile, turnFailure }: GatewayState, { hasRun, updatedAtMs }: Session): object {
  if (!hasRun) return {};
  const status = turnFailure === null ? "done" : "failed";
  const error = turnFailure !== null && profile.dialect === "current" ? { lastRunError: turnFailure } : {};
  return { status, startedAt: updatedAtMs, endedAt: updatedAtMs + 1, runtimeMs: 1, ...error };
}

/** A turn of an agent outside of its automations, as a heartbeat of a gateway before 2026.8.1 makes one. */
export function runTurn({ sessions }: GatewayState, agentId: string): void {
  sessions.open(`agent:${agentId}:main`).hasRun = true;
}
