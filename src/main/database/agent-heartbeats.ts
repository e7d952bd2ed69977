import {
  type HeartbeatHealth,
  type HeartbeatSummary,
  type HeartbeatView,
  heartbeatStates,
} from "../../shared/heartbeats.ts";
import { nowTimestamp } from "../../shared/records.ts";
import { recordOf } from "../../shared/typed-keys.ts";
import { inJsonList } from "./in-json-list.ts";
import type { Database } from "./open-database.ts";
import { agentHeartbeats } from "./schema/local-tables.ts";

/** Saves agents' heartbeats as just read, in one transaction. Deleted agents are left out. */
export function saveAgentHeartbeats(db: Database, heartbeats: ReadonlyMap<string, HeartbeatHealth>): void {
  const save = db.sqlite.prepare(`
    INSERT INTO agent_heartbeats (
      agent_id, state, reason, last_run_at_ms, next_run_at_ms, last_duration_ms, every_ms, source, read_at
    )
    SELECT id, :state, :reason, :lastRunAtMs, :nextRunAtMs, :lastDurationMs, :everyMs, :source, :readAt
    FROM agents WHERE id = :agentId
    ON CONFLICT (agent_id) DO UPDATE SET
      state = excluded.state, reason = excluded.reason, last_run_at_ms = excluded.last_run_at_ms,
      next_run_at_ms = excluded.next_run_at_ms, last_duration_ms = excluded.last_duration_ms,
      every_ms = excluded.every_ms, source = excluded.source, read_at = excluded.read_at
  `);
  const readAt = nowTimestamp();
  db.sqlite.transaction(() => {
    for (const [agentId, health] of heartbeats) save.run({ agentId, ...health, readAt });
  })();
}

/** The heartbeats of these agents as last read, by agent id. */
export function readAgentHeartbeats(db: Database, agentIds: readonly string[]): Map<string, HeartbeatView> {
  const rows = db.orm.select().from(agentHeartbeats).where(inJsonList(agentHeartbeats.agentId, agentIds)).all();
  return new Map(rows.map(({ agentId, ...view }) => [agentId, view]));
}

type Counted = { gatewayId: string; state: string; agents: number; readAt: string | null };

/** The heartbeats of the agents of every gateway, counted by state. */
export function readHeartbeatSummaries(db: Database): (gatewayId: string) => HeartbeatSummary {
  const select = db.sqlite.prepare<[], Counted>(`
    SELECT gateway_id AS gatewayId, COALESCE(state, 'unknown') AS state, COUNT(*) AS agents, MIN(read_at) AS readAt
    FROM agents LEFT JOIN agent_heartbeats ON agent_heartbeats.agent_id = agents.id
    GROUP BY gateway_id, COALESCE(state, 'unknown')
  `);
  const rows = Map.groupBy(select.all(), ({ gatewayId }) => gatewayId);
  return (gatewayId) => {
    const counted = rows.get(gatewayId) ?? [];
    const readAt = counted.flatMap((row) => row.readAt ?? []).sort()[0] ?? null;
    const countOf = (state: string) => counted.find((row) => row.state === state)?.agents ?? 0;
    return { ...recordOf(heartbeatStates, countOf), readAt };
  };
}
