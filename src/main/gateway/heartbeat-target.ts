import type { JsonObject } from "../../shared/records.ts";

/**
 * Makes a heartbeat run on gateways that skip one without a delivery target. From 2026.8.1 on, a heartbeat with `target:
 * "last"` or without a target is skipped every time (`no-route`) until the agent's session has a chat with a person, which
 * never happens in a fleet. So it is written with `target: "none"`: the agent wakes, and its answer stays in its session. An
 * explicit delivery (a channel, or a recipient in `to`) is kept, both in `heartbeat` and if it was set on the gateway, because
 * "none" only replaces "last".
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
