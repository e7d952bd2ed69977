import type { AgentMode, LimitedMode } from "../../shared/agent-modes.ts";
import type { GatewayLimits } from "../../shared/injection-limits.ts";
import type { WorkObstacle } from "../../shared/obstacles.ts";
import { nowTimestamp } from "../../shared/records.ts";
import type { Database } from "./open-database.ts";
import { agentNotes, gatewayNotes } from "./schema/local-tables.ts";

export type GatewayNotes = Omit<typeof gatewayNotes.$inferSelect, "gatewayId">;

const nothing: GatewayNotes = {
  deliversHeartbeats: false,
  obstacles: null,
  obstaclesReadAt: null,
  injectionLimits: null,
};

/** What is noted about each gateway. */
export function readGatewayNotes(db: Database): (gatewayId: string) => GatewayNotes {
  const notes = new Map(
    db.orm
      .select()
      .from(gatewayNotes)
      .all()
      .map((row) => [row.gatewayId, row]),
  );
  return (gatewayId) => notes.get(gatewayId) ?? nothing;
}

/** Stores the settings of a gateway that keep its agents from working, as just read. */
export function saveObstacles(db: Database, gatewayId: string, obstacles: WorkObstacle[]): void {
  const found = { obstacles, obstaclesReadAt: nowTimestamp() };
  db.orm
    .insert(gatewayNotes)
    .values({ gatewayId, ...found })
    .onConflictDoUpdate({ target: gatewayNotes.gatewayId, set: found })
    .run();
}

/** Stores how much of agents' files a gateway shows them, as just read. */
export function saveInjectionLimits(db: Database, gatewayId: string, injectionLimits: GatewayLimits): void {
  db.orm
    .insert(gatewayNotes)
    .values({ gatewayId, injectionLimits })
    .onConflictDoUpdate({ target: gatewayNotes.gatewayId, set: { injectionLimits } })
    .run();
}

/** Whether agents' heartbeats answer in their last chat, for a gateway. */
export function saveGatewayDelivery(db: Database, gatewayId: string, deliversHeartbeats: boolean): void {
  db.orm
    .insert(gatewayNotes)
    .values({ gatewayId, deliversHeartbeats })
    .onConflictDoUpdate({ target: gatewayNotes.gatewayId, set: { deliversHeartbeats } })
    .run();
}

/** The same for one agent; null follows its gateway. */
export function saveAgentDelivery(db: Database, agentId: string, deliversHeartbeats: boolean | null): void {
  db.orm
    .insert(agentNotes)
    .values({ agentId, deliversHeartbeats })
    .onConflictDoUpdate({ target: agentNotes.agentId, set: { deliversHeartbeats } })
    .run();
}

/** The agents with a choice of their own. */
export function readAgentDeliveries(db: Database): Map<string, boolean> {
  const rows = db.orm.select().from(agentNotes).all();
  return new Map(
    rows.flatMap(({ agentId, deliversHeartbeats }) =>
      deliversHeartbeats === null ? [] : [[agentId, deliversHeartbeats]],
    ),
  );
}

/** The agents with a mode that leaves something out. */
export function readAgentModes(db: Database): Map<string, LimitedMode> {
  const rows = db.orm.select().from(agentNotes).all();
  return new Map(rows.flatMap(({ agentId, mode }) => (mode === null ? [] : [[agentId, mode]])));
}

export function saveAgentMode(db: Database, agentId: string, mode: AgentMode): void {
  const noted = mode === "full" ? null : mode;
  db.orm
    .insert(agentNotes)
    .values({ agentId, mode: noted })
    .onConflictDoUpdate({ target: agentNotes.agentId, set: { mode: noted } })
    .run();
}
