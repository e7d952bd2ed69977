import type { AttentionCause } from "../../../shared/attention.ts";
import type { HeartbeatView } from "../../../shared/heartbeats.ts";
import { isSilent } from "../../../shared/is-silent.ts";
import type { AgentFacts, AttentionFacts } from "./attention-facts.ts";

export type AgentSurroundings = Pick<AttentionFacts, "nowMs" | "mirror"> & { checkEveryMinutes: number };

const minuteMs = 60_000;
/** How old facts may be where no background check renews them. */
const oldWithoutChecksMs = 24 * 60 * minuteMs;
/** A heartbeat that is so much late is not only slow. */
const heartbeatGraceMs = 10 * minuteMs;

/** Each cause for which this agent needs attention, with the facts behind it. Pure. */
export function causesOfAgent(agent: AgentFacts, around: AgentSurroundings): [AttentionCause, signs: unknown][] {
  const { token, syncState, lastOutcome, differing, heartbeat } = agent;
  const causes: [AttentionCause, unknown][] = [];
  if (lastOutcome === "failed") causes.push(["failed-agents", null]);
  if (token === "drifted" || token === "unreadable") causes.push(["token", token]);
  if (syncState === "conflict" || syncState === "out-of-sync") causes.push([syncState, differing ?? null]);
  if (heartbeat && doesNotWake(heartbeat)) causes.push(["heartbeat", [heartbeat.state, heartbeat.reason]]);
  causes.push(...ofSilence(agent, around));
  if (syncState === "unknown" || !heartbeat) causes.push(["unchecked", null]);
  else if (isOld(agent.syncCheckedAt, around) || isOld(heartbeat.readAt, around)) {
    causes.push(["stale", [agent.syncCheckedAt, heartbeat.readAt]]);
  }
  return causes;
}

function doesNotWake({ state, nextRunAtMs, readAt }: HeartbeatView): boolean {
  switch (state) {
    case "running":
      return false;
    case "never-ran":
      // Until the first one is due, there is nothing to expect.
      return nextRunAtMs === null || nextRunAtMs + heartbeatGraceMs < Date.parse(readAt);
    default:
      return true;
  }
}

/** By its gateway, its heartbeat is late; by Mission Control, it has not checked in. */
function ofSilence(
  { heartbeat, lastSeenAt, lastOutcome }: AgentFacts,
  { mirror, nowMs }: AgentSurroundings,
): [AttentionCause, unknown][] {
  const lateSince = heartbeat && isLate(heartbeat) ? heartbeat.lastRunAtMs : null;
  // Check-ins are known as of the last pull: what came later would be silence of the database.
  const asOfMs = mirror?.pulledAt ? Math.min(nowMs, Date.parse(mirror.pulledAt)) : null;
  const isUnheard =
    asOfMs !== null && lastSeenAt !== null && isSilent(Date.parse(lastSeenAt) + (heartbeat?.everyMs ?? 0), asOfMs);
  if (lateSince !== null || isUnheard) return [["silent", [lateSince, isUnheard ? lastSeenAt : null]]];
  const isProvisioned = lastOutcome === "updated" || lastOutcome === "unchanged";
  return asOfMs !== null && lastSeenAt === null && isProvisioned ? [["never-seen", null]] : [];
}

/** As of the reading: whatever has happened since is not known. */
function isLate({ state, lastRunAtMs, everyMs, readAt }: HeartbeatView): boolean {
  if (state !== "running" || lastRunAtMs === null || everyMs === null) return false;
  return Date.parse(readAt) - lastRunAtMs > 2 * everyMs + heartbeatGraceMs;
}

/** Also what is from a time that is still to come: the clock was set back since, so its age is not known. */
function isOld(at: string | null, { nowMs, checkEveryMinutes: every }: AgentSurroundings): boolean {
  const limitMs = every > 0 ? Math.max(3 * every, every + 10) * minuteMs : oldWithoutChecksMs;
  return at === null || Math.abs(nowMs - Date.parse(at)) > limitMs;
}
