import { nowTimestamp } from "../../shared/records.ts";
import { readAgentModes } from "./gateway-notes.ts";
import type { Database } from "./open-database.ts";
import { forgetOwnedAgent } from "./owned-agents.ts";
import { readSetting, saveSetting } from "./settings.ts";
import { readMoves } from "./workspace-moves.ts";

/** An agent's move from one gateway to another. */
export type Move = { id: string; fromGatewayId: string; toGatewayId: string };

export type MovedAgent = { id: string; name: string; boardId: string; fromGatewayId: string; toGatewayId: string };

/**
 * Moves the records of agents to the gateway of their board. Their former gateway is noted: the next sync takes their files from
 * there. What is remembered of their files on the former gateway is forgotten.
 */
export function moveAgentsWithBoards(db: Database, boardIds: readonly string[]): MovedAgent[] {
  const misplaced = db.sqlite.prepare<[string], MovedAgent>(`
    SELECT agents.id, agents.name, agents.board_id AS boardId,
      agents.gateway_id AS fromGatewayId, boards.gateway_id AS toGatewayId
    FROM agents JOIN boards ON boards.id = agents.board_id
    WHERE boards.gateway_id <> agents.gateway_id AND boards.id IN (SELECT value FROM json_each(?))
    ORDER BY agents.created_at, agents.id
  `);
  const move = db.sqlite.transaction(() => {
    const moved = misplaced.all(JSON.stringify(boardIds));
    for (const agent of moved) moveOne(db, agent);
    return moved;
  });
  return move();
}

function moveOne(db: Database, move: MovedAgent): void {
  db.sqlite
    .prepare("UPDATE agents SET gateway_id = ?, updated_at = ? WHERE id = ?")
    .run(move.toGatewayId, nowTimestamp(), move.id);
  noteMove(db, move);
}

function noteMove(db: Database, { id, fromGatewayId, toGatewayId }: Move): void {
  // An agent with a mode stays on its gateway, and so does what protects its files there, for a record that comes back.
  if (!readAgentModes(db).has(id)) {
    db.sqlite.prepare("DELETE FROM written_files WHERE agent_id = ?").run(id);
    db.sqlite.prepare("UPDATE agent_token_state SET verified_in_sha256 = NULL WHERE agent_id = ?").run(id);
    forgetOwnedAgent(db, id);
  }
  const former = readFormerGateway(db, id);
  const isBack = former === toGatewayId;
  const hasBegunThere = readMoves(db, [id]).get(id)?.gatewayId === fromGatewayId;
  // The agent is back where its files are, and has none on the gateway that it was to move to.
  if (isBack && !hasBegunThere) forgetFormerGateway(db, id);
  else if (isBack || former === null) saveSetting(db, formerGatewaySetting(id), fromGatewayId);
}

/**
 * Notes the moves of agents whose records were replaced, and moves those of the boards that got another gateway.
 * @param replaced agents whose own records have another gateway now
 * @returns those that moved only because of their board
 */
export function moveReplaced(db: Database, replaced: readonly Move[], boardIds: readonly string[]): MovedAgent[] {
  for (const move of replaced) noteMove(db, move);
  return moveAgentsWithBoards(db, boardIds);
}

/** The gateway that an agent's files are still on, because its board moved and no sync has taken all of them along yet. */
export function readFormerGateway(db: Database, agentId: string): string | null {
  return readSetting(db, formerGatewaySetting(agentId)) || null;
}

export function forgetFormerGateway(db: Database, agentId: string): void {
  db.sqlite.prepare("DELETE FROM settings WHERE key = ?").run(formerGatewaySetting(agentId));
}

export function formerGatewaySetting(agentId: string): string {
  return `former-gateway:${agentId}`;
}
