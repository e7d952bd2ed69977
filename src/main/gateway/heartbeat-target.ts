import type { JsonObject } from "../../shared/records.ts";

/**
 * The heartbeat as gateways run it that skip a heartbeat with nowhere to deliver. From 2026.8.1 on, `target: "last"` and a
 * missing target are skipped at every tick (`no-route`) until the agent's session has a chat with somebody, which an agent
 * of a fleet never gets. So such a heartbeat is written with `target: "none"`: the agent wakes, and what it says stays in its session.
 *
 * An explicit delivery (a channel, or a recipient in `to`) is kept: one in `heartbeat`, and also one that somebody set on the
 * gateway, since "none" is only our stand-in for "last".
 *
 * @param present the heartbeat that the gateway has now
 */
export function withRunnableTarget(heartbeat: JsonObject, present: JsonObject = {}): JsonObject {
  if (deliversExplicitly(heartbeat) || heartbeat.target === "none") return heartbeat;
  const { target: _, ...rest } = heartbeat;
  return deliversExplicitly(present) ? rest : { ...rest, target: "none" };
}

function deliversExplicitly({ target, to }: JsonObject): boolean {
  const isChannel = target !== undefined && target !== null && target !== "last" && target !== "none";
  return isChannel || (typeof to === "string" && to.trim() !== "");
}
