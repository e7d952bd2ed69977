import { nowTimestamp } from "../../shared/records.ts";
import type { Vault } from "../vault/vault.ts";
import type { Database } from "./database.ts";
import { eq } from "./drizzle.ts";
import { durably } from "./durably.ts";
import { inJsonList } from "./in-json-list.ts";
import { workspaceMoves } from "./schema/local-tables.ts";

/** A change of workspace in progress: what the agent had in the old one, and which files have to arrive in the new one. */
export type MoveRecord = {
  agentId: string;
  gatewayId: string;
  from: string;
  to: string;
  carries: string[];
  /** Contents by file name. */
  files: Map<string, string>;
};

/** As stored: the contents are sealed. */
export type SealedMove = typeof workspaceMoves.$inferSelect;

/** Saves moves before the gateway is told of them; on disk when this returns, also after a power cut. */
export function saveMoves(db: Database, vault: Vault, moves: readonly MoveRecord[]): void {
  if (moves.length === 0) return;
  const rows = moves.map(({ agentId, gatewayId, from, to, carries, files }) => ({
    agentId,
    gatewayId,
    fromPath: from,
    toPath: to,
    carries,
    sealedFiles: vault.seal(JSON.stringify([...files]), moveContext(agentId)),
    beganAt: nowTimestamp(),
  }));
  durably(db, () => {
    for (const row of rows) {
      db.orm.insert(workspaceMoves).values(row).onConflictDoUpdate({ target: workspaceMoves.agentId, set: row }).run();
    }
  });
}

/** The unfinished moves of these agents, by agent id. */
export function readMoves(db: Database, agentIds: readonly string[]): Map<string, SealedMove> {
  const rows = db.orm.select().from(workspaceMoves).where(inJsonList(workspaceMoves.agentId, agentIds)).all();
  return new Map(rows.map((row) => [row.agentId, row]));
}

/** @throws FlightDeckError vault-key */
export function openMove(vault: Vault, sealed: SealedMove): MoveRecord {
  const { agentId, gatewayId, fromPath: from, toPath: to, carries, sealedFiles } = sealed;
  const files = new Map<string, string>(JSON.parse(vault.open(sealedFiles, moveContext(agentId))));
  return { agentId, gatewayId, from, to, carries, files };
}

/** All copied files have arrived; the agent's contents are kept until its other files are written too. */
export function markCarried(db: Database, agentId: string): void {
  db.orm.update(workspaceMoves).set({ carries: [] }).where(eq(workspaceMoves.agentId, agentId)).run();
}

/** Deletes a move: it is complete, or it never happened. */
export function forgetMove(db: Database, agentId: string): void {
  db.orm.delete(workspaceMoves).where(eq(workspaceMoves.agentId, agentId)).run();
}

/** The context that the contents of a moving workspace are sealed for. */
export function moveContext(agentId: string): string {
  return `workspace-move:${agentId}`;
}
