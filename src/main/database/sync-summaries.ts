import type { SyncSummary } from "../../shared/views.ts";
import type { Database } from "./open-database.ts";

type Counted = {
  id: string;
  agents: number;
  synced: number;
  outOfSync: number;
  conflict: number;
  checkedAt: string | null;
};

/** How far the agents of every gateway, or of every board, are from what we would have there; one statement. */
export function readSyncSummaries(db: Database, by: "gateway" | "board"): (id: string | null) => SyncSummary {
  const place = by === "gateway" ? "agents.gateway_id" : "agents.board_id";
  const select = db.sqlite.prepare<unknown[], Counted>(`
    SELECT
      ${place} AS id,
      COUNT(*) AS agents,
      COUNT(*) FILTER (WHERE state = 'synced') AS synced,
      COUNT(*) FILTER (WHERE state = 'out-of-sync') AS outOfSync,
      COUNT(*) FILTER (WHERE state = 'conflict') AS conflict,
      MIN(checked_at) AS checkedAt
    FROM agents
    LEFT JOIN agent_sync_states ON agent_sync_states.agent_id = agents.id
    WHERE ${place} IS NOT NULL
    GROUP BY ${place}
  `);
  const summaries = new Map(select.all().map((counted) => [counted.id, summaryOf(counted)]));
  return (id) => summaries.get(id ?? "") ?? noAgents;
}

const noAgents: SyncSummary = { state: "unknown", synced: 0, outOfSync: 0, conflict: 0, unknown: 0, checkedAt: null };

function summaryOf({ agents, synced, outOfSync, conflict, checkedAt }: Counted): SyncSummary {
  const unknown = agents - synced - outOfSync - conflict;
  const state = conflict > 0 ? "conflict" : outOfSync > 0 ? "out-of-sync" : unknown > 0 ? "unknown" : "synced";
  return { state, synced, outOfSync, conflict, unknown, checkedAt };
}
