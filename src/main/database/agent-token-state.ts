import { nowTimestamp } from "../../shared/records.ts";
import { eq } from "./drizzle.ts";
import { inJsonList } from "./in-json-list.ts";
import type { Database } from "./open-database.ts";
import { prepareOnce } from "./prepare-once.ts";
import { agentTokenState } from "./schema/local.ts";

/** Where an agent's token stands (docs/behaviour.md, Agent tokens); holds hashes and fingerprints, never a token. */
export type AgentTokenState = typeof agentTokenState.$inferSelect;

/** The states of those of these agents that have one, by agent id. */
export function readAgentTokenStates(db: Database, agentIds: readonly string[]): Map<string, AgentTokenState> {
  const rows = db.orm.select().from(agentTokenState).where(inJsonList(agentTokenState.agentId, agentIds)).all();
  return new Map(rows.map((row) => [row.agentId, row]));
}

/**
 * First phase: the hashes of minted tokens, before any file is written. The current hashes stay valid, but where their tokens
 * stand has to be looked at again. Null forgets one.
 */
export function savePendingHashes(
  db: Database,
  pending: readonly Pick<AgentTokenState, "agentId" | "pendingHash">[],
): void {
  const save = prepareOnce<Pick<AgentTokenState, "agentId" | "pendingHash">>(
    db,
    `
    INSERT INTO agent_token_state (agent_id, pending_hash) VALUES (:agentId, :pendingHash)
    ON CONFLICT (agent_id) DO UPDATE SET pending_hash = excluded.pending_hash, verified_in_sha256 = NULL
  `,
  );
  db.sqlite.transaction(() => {
    for (const row of pending) save.run(row);
  })();
}

/**
 * Second phase, once the tokens were read back from the gateway: the pending hashes of these agents become current, and the
 * tokens count as verified against them, in the file whose hash is given. Agents without a pending hash stay as they are.
 * One transaction.
 */
export function adoptPendingHashes(
  db: Database,
  readBack: readonly Pick<VerifiedToken, "agentId" | "verifiedFingerprint" | "verifiedInSha256">[],
): void {
  const adopt = prepareOnce<{ agentId: string; now: string }>(
    db,
    `
    UPDATE agents SET agent_token_hash = state.pending_hash, updated_at = :now
    FROM agent_token_state AS state
    WHERE agents.id = :agentId AND state.agent_id = :agentId AND state.pending_hash IS NOT NULL
  `,
  );
  const settle = prepareOnce<(typeof readBack)[number]>(
    db,
    `
    UPDATE agent_token_state
    SET verified_hash = pending_hash, verified_fingerprint = :verifiedFingerprint,
      verified_in_sha256 = :verifiedInSha256, pending_hash = NULL
    WHERE agent_id = :agentId AND pending_hash IS NOT NULL
  `,
  );
  const forget = prepareForgetting(db);
  db.sqlite.transaction(() => {
    for (const row of readBack) {
      adopt.run({ agentId: row.agentId, now: nowTimestamp() });
      forget.run(row);
      settle.run(row);
    }
  })();
}

export type VerifiedToken = {
  agentId: string;
  verifiedHash: string;
  verifiedFingerprint: string;
  /** Hash of the file in which the token stood; null where that is not known. */
  verifiedInSha256: string | null;
};

/** Remembers which token was verified against which hash, so that it is not hashed again while both stay the same. */
export function saveVerifiedTokens(db: Database, verified: readonly VerifiedToken[]): void {
  const save = prepareOnce<VerifiedToken>(
    db,
    `
    INSERT INTO agent_token_state (agent_id, verified_hash, verified_fingerprint, verified_in_sha256)
    VALUES (:agentId, :verifiedHash, :verifiedFingerprint, :verifiedInSha256)
    ON CONFLICT (agent_id) DO UPDATE SET
      verified_hash = excluded.verified_hash,
      verified_fingerprint = excluded.verified_fingerprint,
      verified_in_sha256 = excluded.verified_in_sha256
  `,
  );
  const forget = prepareForgetting(db);
  db.sqlite.transaction(() => {
    for (const row of verified) {
      forget.run(row);
      save.run(row);
    }
  })();
}

/** The verified token of an agent stands in another file content now: we wrote it there. */
export function saveVerifiedIn(db: Database, agentId: string, verifiedInSha256: string): void {
  db.orm.update(agentTokenState).set({ verifiedInSha256 }).where(eq(agentTokenState.agentId, agentId)).run();
}

/**
 * With another token, the masked hashes that are remembered of an agent's files are worth nothing: a file with the old token
 * would pass for one with the new. Without its time, a file is fetched when it is next looked at.
 */
function prepareForgetting(db: Database) {
  return prepareOnce<{ agentId: string; verifiedFingerprint: string }>(
    db,
    `
    UPDATE written_files SET updated_at_ms = NULL
    WHERE agent_id = :agentId AND NOT EXISTS (
      SELECT 1 FROM agent_token_state AS state
      WHERE state.agent_id = :agentId AND state.verified_fingerprint = :verifiedFingerprint
    )
  `,
  );
}
