import { agentKey, isOwnKeyOf, keyInSessionKey, sessionKeyFor, slug } from "../../shared/identity.ts";
import type { Agent } from "../../shared/records.ts";
import type { Database } from "./database.ts";
import { saveOwnedAgent } from "./owned-agents.ts";
import { latestRunFirstSql } from "./run-order.ts";

type KeyedAgent = Pick<Agent, "id" | "name" | "boardId" | "gatewayId" | "openclawSessionId"> & {
  isBoardLead: boolean;
  wasWritten: boolean;
};

/** SQLite's `user_version` of a database that has notes of who owns its agents; earlier versions made none. */
const withNotes = 1;

/**
 * Gives every agent without a session key the one of its role. Earlier versions used the slug of the name as the key; an agent
 * that they wrote to the gateway keeps that key, so that it does not become a second agent there.
 */
export function fillSessionKeys(db: Database): void {
  const isFirst = Number(db.sqlite.pragma("user_version", { simple: true })) < withNotes;
  const due = readAgents(db, isFirst);
  if (due.length === 0 && !isFirst) return;
  const fillAll = db.sqlite.transaction(() => {
    for (const agent of due) fillOne(db, agent);
    if (isFirst) db.sqlite.pragma(`user_version = ${withNotes}`);
  });
  fillAll();
}

function fillOne(db: Database, agent: KeyedAgent): void {
  const { id, gatewayId, boardId, openclawSessionId, wasWritten } = agent;
  const hasKey = keyInSessionKey(openclawSessionId) !== null;
  const oldKey = boardId !== null && wasWritten && !hasKey ? slug(lastSyncedName(db, agent)) : "";
  const sessionKey = oldKey !== "" ? `agent:${oldKey}:main` : (openclawSessionId ?? sessionKeyFor(agent));
  if (sessionKey !== openclawSessionId) {
    db.sqlite.prepare("UPDATE agents SET openclaw_session_id = ? WHERE id = ?").run(sessionKey, id);
  }
  const key = agentKey({ ...agent, openclawSessionId: sessionKey });
  if (wasWritten && !isOwnKeyOf(agent, key)) saveOwnedAgent(db, id, { gatewayId, key, workspace: null });
}

/** The agents without a key; in a database without notes, also those with a key that may need one. */
function readAgents(db: Database, withKeys: boolean): KeyedAgent[] {
  const select = db.sqlite.prepare<[], Omit<KeyedAgent, "isBoardLead" | "wasWritten"> & Record<string, unknown>>(`
    SELECT id, name, board_id AS boardId, gateway_id AS gatewayId, openclaw_session_id AS openclawSessionId,
      is_board_lead AS isBoardLead,
      EXISTS (SELECT 1 FROM written_files WHERE agent_id = id AND written_masked_sha256 IS NOT NULL)
        OR EXISTS (
          SELECT 1 FROM agent_token_state
          WHERE agent_id = id AND (pending_hash IS NOT NULL OR verified_hash IS NOT NULL)
        ) AS wasWritten
    FROM agents ${withKeys ? "" : "WHERE openclaw_session_id IS NULL"}
  `);
  return select.all().map((row) => ({ ...row, isBoardLead: row.isBoardLead === 1, wasWritten: row.wasWritten === 1 }));
}

/** The name the agent had when it was last synced; it may have been renamed since. */
function lastSyncedName(db: Database, { id, name }: KeyedAgent): string {
  const select = db.sqlite.prepare<[string], { name: string }>(`
    SELECT agent_name AS name FROM run_agents JOIN runs ON runs.id = run_id
    WHERE agent_id = ? AND json_extract(options, '$.dryRun') IS NOT 1
      AND (outcome IN ('updated', 'unchanged') OR files_written <> '[]')
    ORDER BY ${latestRunFirstSql} LIMIT 1
  `);
  return select.get(id)?.name ?? name;
}
