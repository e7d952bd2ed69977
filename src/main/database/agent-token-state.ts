import { nowTimestamp } from "../../shared/records.ts";
import { eq } from "./drizzle.ts";
import { inJsonList } from "./in-json-list.ts";
import type { Database } from "./open-database.ts";
import { prepareOnce } from "./prepare-once.ts";
import { agentTokenState } from "./schema/local-tables.ts";
import { agents } from "./schema/record-tables.ts";

/** The state of an agent's token (docs/behaviour.md, Agent tokens); holds hashes and fingerprints, never a token. */
export type AgentTokenState = typeof agentTokenState.$inferSelect;

/** The token states of these agents, by agent id; agents without one are missing. */
export function readAgentTokenStates(db: Database, agentIds: readonly string[]): Map<string, AgentTokenState> {
  const rows = db.orm.select().from(agentTokenState).where(inJsonList(agentTokenState.agentId, agentIds)).all();
  return new Map(rows.map((row) => [row.agentId, row]));
}

/**
 * First phase: saves the hashes of new tokens, before any file is written. The current hashes stay valid, but the file that
 * holds the token has to be found again. Null removes a pending hash.
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
 * Second phase, once the new tokens were read back from the gateway: the pending hashes of these agents become current, and the
 * tokens count as verified in the file with the given hash. Agents without a pending hash are not changed. One transaction.
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
  const markVerified = prepareOnce<(typeof readBack)[number]>(
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
      markVerified.run(row);
    }
  })();
}

export type VerifiedToken = {
  agentId: string;
  verifiedHash: string;
  verifiedFingerprint: string;
  /** Hash of the file that had the token; null if unknown. */
  verifiedInSha256: string | null;
};

/** Remembers which token was verified against which hash, so that it is not hashed again while both are unchanged. */
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

/** The agent's hash becomes one that was made elsewhere, of the verified token; a pending hash is given up for it. */
export function replaceHash(db: Database, verified: VerifiedToken): void {
  const { agentId, verifiedHash } = verified;
  db.sqlite.transaction(() => {
    db.orm
      .update(agents)
      .set({ agentTokenHash: verifiedHash, updatedAt: nowTimestamp() })
      .where(eq(agents.id, agentId))
      .run();
    // First: it also forgets which file holds the verified token.
    savePendingHashes(db, [{ agentId, pendingHash: null }]);
    saveVerifiedTokens(db, [verified]);
  })();
}

/** An agent's verified token is now in other file content, because we wrote the file. */
export function saveVerifiedIn(db: Database, agentId: string, verifiedInSha256: string): void {
  db.orm.update(agentTokenState).set({ verifiedInSha256 }).where(eq(agentTokenState.agentId, agentId)).run();
}

/**
 * With another token, the remembered masked hashes of an agent's files are invalid: a file with the old token would count as
 * one with the new. Without its time, a file is fetched at the next check.
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
