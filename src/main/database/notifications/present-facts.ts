import type { JsonObject } from "../../../shared/records.ts";
import type { RunKind } from "../../../shared/run-kinds.ts";
import type { RunStatus } from "../../../shared/sync.ts";
import type { Database } from "../database.ts";
import { notInArray } from "../drizzle.ts";
import { findPausedBoards } from "../paused-boards.ts";
import { latestRunFirst } from "../run-order.ts";
import { type RunCounts, runs } from "../schema/history-tables.ts";

export type EndedRun = {
  id: string;
  gatewayId: string;
  kind: RunKind;
  status: RunStatus;
  startedBy: string;
  retryOf: string | null;
  dismissedAt: string | null;
  options: JsonObject;
  counts: RunCounts | null;
};

/** Runs before these are history. */
const mostRuns = 2_000;

/** The latest runs that have ended by themselves, the latest first. */
export function readEndedRuns(db: Database): EndedRun[] {
  const { id, gatewayId, kind, status, startedBy, retryOf, dismissedAt, options, counts } = runs;
  return db.orm
    .select({ id, gatewayId, kind, status, startedBy, retryOf, dismissedAt, options, counts })
    .from(runs)
    .where(notInArray(status, ["running", "cancelled"]))
    .orderBy(latestRunFirst)
    .limit(mostRuns)
    .all();
}

export type AgentInState = { gatewayId: string; name: string };

export type AgentFacts = {
  outOfSync: AgentInState[];
  conflict: AgentInState[];
  /** The gateways with agents that were compared once, but not since their desired state changed. */
  isUncompared: (gatewayId: string) => boolean;
  /** Their heartbeats fail or are skipped. */
  silent: AgentInState[];
};

/** The agents with a state that is told, by name. */
export function readAgentFacts(db: Database): AgentFacts {
  const ofState = (table: string, ...states: string[]) =>
    db.sqlite
      .prepare<[string], AgentInState>(
        `SELECT gateway_id AS gatewayId, name FROM agents JOIN ${table} ON agent_id = agents.id
         WHERE state IN (SELECT value FROM json_each(?)) ORDER BY name, agents.id`,
      )
      .all(JSON.stringify(states));
  const uncompared = readUncompared(db);
  return {
    outOfSync: ofState("agent_sync_states", "out-of-sync"),
    conflict: ofState("agent_sync_states", "conflict"),
    isUncompared: (gatewayId) => uncompared.has(gatewayId),
    silent: ofState("agent_heartbeats", "failing", "skipped"),
  };
}

function readUncompared(db: Database): Set<string> {
  const rows = db.sqlite
    .prepare<[], { gatewayId: string; boardId: string | null }>(
      `SELECT DISTINCT gateway_id AS gatewayId, board_id AS boardId
       FROM agents JOIN agent_sync_states ON agent_id = agents.id WHERE state = 'unknown'`,
    )
    .all();
  if (rows.length === 0) return new Set();
  const paused = findPausedBoards(
    db,
    rows.flatMap(({ boardId }) => boardId ?? []),
  );
  const compared = rows.filter(({ boardId }) => boardId === null || !paused.has(boardId));
  return new Set(compared.map(({ gatewayId }) => gatewayId));
}
