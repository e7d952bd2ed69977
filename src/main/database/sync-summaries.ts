import type { SyncSummary } from "../../shared/views.ts";
import type { Database } from "./open-database.ts";
import { findPausedBoards } from "./paused-boards.ts";

type Counted = {
  id: string;
  agents: number;
  synced: number;
  outOfSync: number;
  conflict: number;
  paused: number;
  checkedAt: string | null;
};

/** The sync states of the agents of every gateway, or of every board, counted. */
export function readSyncSummaries(db: Database, by: "gateway" | "board"): (id: string | null) => SyncSummary {
  const place = by === "gateway" ? "agents.gateway_id" : "agents.board_id";
  const boardIds = db.sqlite.prepare<[], string>("SELECT id FROM boards").pluck().all();
  const pausedBoards = JSON.stringify([...findPausedBoards(db, boardIds)]);
  const select = db.sqlite.prepare<{ pausedBoards: string }, Counted>(`
    SELECT
      ${place} AS id,
      COUNT(*) AS agents,
      COUNT(*) FILTER (WHERE state = 'synced') AS synced,
      COUNT(*) FILTER (WHERE state = 'out-of-sync') AS outOfSync,
      COUNT(*) FILTER (WHERE state = 'conflict') AS conflict,
      COUNT(*) FILTER (
        WHERE COALESCE(state, 'unknown') = 'unknown' AND board_id IN (SELECT value FROM json_each(:pausedBoards))
      ) AS paused,
      MIN(checked_at) AS checkedAt
    FROM agents
    LEFT JOIN agent_sync_states ON agent_sync_states.agent_id = agents.id
    WHERE ${place} IS NOT NULL
    GROUP BY ${place}
  `);
  const summaries = new Map(select.all({ pausedBoards }).map((counted) => [counted.id, summaryOf(counted)]));
  return (id) => summaries.get(id ?? "") ?? noAgents;
}

function summaryOf({ agents, ...counts }: Omit<Counted, "id">): SyncSummary {
  const { synced, outOfSync, conflict, paused, checkedAt } = counts;
  const unknown = agents - synced - outOfSync - conflict;
  const isUnknown = unknown > paused || synced === 0;
  const state = conflict > 0 ? "conflict" : outOfSync > 0 ? "out-of-sync" : isUnknown ? "unknown" : "synced";
  return { state, synced, outOfSync, conflict, unknown, paused, checkedAt };
}

const noAgents = summaryOf({ agents: 0, synced: 0, outOfSync: 0, conflict: 0, paused: 0, checkedAt: null });
