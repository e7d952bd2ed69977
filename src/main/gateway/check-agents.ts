import { type HeartbeatHealth, heartbeatLabels, heartbeatStates } from "../../shared/heartbeats.ts";
import type { WorkObstacle } from "../../shared/obstacles.ts";
import { askForModel } from "./ask-for-model.ts";
import type { CheckStage } from "./check-stage.ts";
import { findObstacles, obstacleText } from "./find-obstacles.ts";
import { readHealth } from "./read-health.ts";
import type { GatewaySession } from "./session.ts";

/**
 * Whether the agents of a gateway can work: a model, a shell, and no person that each command waits for.
 * @throws as `GatewayConnection.call`
 */
export async function checkAgents(
  session: GatewaySession,
  signal: AbortSignal,
): Promise<{ stage: CheckStage; obstacles: WorkObstacle[] }> {
  const obstacles = await readObstacles(session, signal);
  if (obstacles.length === 0) {
    return { stage: { stage: "agents", ok: true, detail: "nothing keeps agents from working", hint: null }, obstacles };
  }
  const detail = obstacles.map(obstacleText).join("; ");
  const hint = `${obstacles.map(({ setting, remedy }) => `${setting}: ${remedy}`).join(". ")}. Flight Deck changes none of them.`;
  return { stage: { stage: "agents", ok: true, warns: true, detail, hint }, obstacles };
}

/** The settings that keep the agents in a gateway's roster from working. @throws as `GatewayConnection.call` */
export async function readObstacles(session: GatewaySession, signal?: AbortSignal): Promise<WorkObstacle[]> {
  const { config } = session.config;
  const agentKeys = [...session.dialect.readRoster(config).keys()];
  return findObstacles({ ...session, config, agentKeys, hasModel: await askForModel(session, signal) });
}

/**
 * The state of the heartbeats of the agents in a gateway's roster.
 * @throws as `GatewayConnection.call`
 */
export async function checkHeartbeats(
  session: GatewaySession,
  signal?: AbortSignal,
): Promise<{ stage: CheckStage; heartbeats: Record<string, HeartbeatHealth> }> {
  const healthOf = await readHealth(session, signal);
  const keys = [...session.dialect.readRoster(session.config.config).keys()];
  const heartbeats = Object.fromEntries(keys.map((key) => [key, healthOf(key)]));
  const all = Object.values(heartbeats);
  const counts = heartbeatStates.flatMap((state) => {
    const amount = all.filter((health) => health.state === state).length;
    return amount === 0 ? [] : [`${amount} ${heartbeatLabels[state].toLowerCase()}`];
  });
  const reasons = [...new Set(all.flatMap(({ reason }) => reason ?? []))];
  const from = session.hasHeartbeatJobs ? "" : " (read from sessions: this version lists no heartbeats)";
  const detail = [counts.join(", ") || "no agents", ...reasons].join("; ") + from;
  const warns = reasons.length > 0 ? { warns: true as const } : {};
  return { stage: { stage: "heartbeats", ok: true, ...warns, detail, hint: null }, heartbeats };
}
