import { type HeartbeatHealth, noHeartbeat } from "../../shared/heartbeats.ts";
import { type HeartbeatRuleInput, wakingAgents } from "./heartbeat-rule.ts";
import type { SessionRow } from "./list-sessions.ts";

/**
 * Agents' heartbeats on a gateway that does not list them: from its configuration, which says which agents wake, and its
 * sessions, which say which agents had a turn. Pure.
 * @returns the health of an agent by its key
 */
export function healthFromSessions(
  input: HeartbeatRuleInput,
  sessions: readonly SessionRow[],
): (agentKey: string) => HeartbeatHealth {
  const waking = wakingAgents(input);
  const roster = input.dialect.readRoster(input.config);
  const lastTurns = lastTurnByAgent(sessions);
  return (agentKey) => {
    if (!roster.has(agentKey) && !waking.has(agentKey)) return noHeartbeat("sessions");
    const everyMs = waking.get(agentKey) ?? null;
    const turn = lastTurns.get(agentKey.toLowerCase());
    const lastRunAtMs = turn ? turnTime(turn) : null;
    const lastDurationMs =
      turn?.startedAtMs != null && turn.endedAtMs != null ? Math.max(0, turn.endedAtMs - turn.startedAtMs) : null;
    const hasFailed = turn !== undefined && isFailure(turn.status);
    const state = everyMs === null ? "disabled" : turn === undefined ? "never-ran" : hasFailed ? "failing" : "running";
    return {
      state,
      reason: state === "failing" ? (turn?.lastError ?? `the last turn ended as ${turn?.status}`) : null,
      lastRunAtMs,
      nextRunAtMs: null,
      lastDurationMs,
      everyMs,
      source: "sessions",
    };
  };
}

/** `status` of a turn that did not succeed. */
export function isFailure(status: string | null): boolean {
  return status !== null && !["running", "done", "ok", "idle"].includes(status);
}

function turnTime({ startedAtMs, endedAtMs, updatedAtMs }: SessionRow): number | null {
  return endedAtMs ?? startedAtMs ?? updatedAtMs;
}

function lastTurnByAgent(sessions: readonly SessionRow[]): Map<string, SessionRow> {
  const last = new Map<string, SessionRow>();
  for (const session of sessions) {
    const agentKey = /^agent:([^:]+):/.exec(session.key)?.[1]?.toLowerCase();
    if (agentKey === undefined || !session.hasStarted) continue;
    const known = last.get(agentKey);
    if (!known || (turnTime(session) ?? 0) > (turnTime(known) ?? 0)) last.set(agentKey, session);
  }
  return last;
}
