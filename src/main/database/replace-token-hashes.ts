import { nowTimestamp } from "../../shared/records.ts";
import { saveVerifiedTokens, type VerifiedToken } from "./agent-token-state.ts";
import type { Database } from "./open-database.ts";

/** Another hash of the token that was verified against the agent's stored hash. */
export type TokenHashReplacement = VerifiedToken & { newHash: string };

/**
 * Replaces agents' stored hashes by others of the same tokens, and remembers the tokens as verified against the new ones. An
 * agent whose stored hash is no longer the verified one, or that has a re-key pending, is not changed. One transaction.
 * @returns the ids of the agents whose hashes were replaced
 */
export function replaceTokenHashes(db: Database, replacements: readonly TokenHashReplacement[]): Set<string> {
  const replace = db.sqlite.prepare<{ agentId: string; verifiedHash: string; newHash: string; now: string }>(`
    UPDATE agents SET agent_token_hash = :newHash, updated_at = :now
    WHERE id = :agentId AND agent_token_hash = :verifiedHash AND NOT EXISTS (
      SELECT 1 FROM agent_token_state WHERE agent_id = :agentId AND pending_hash IS NOT NULL
    )
  `);
  return db.sqlite
    .transaction(() => {
      const now = nowTimestamp();
      const replaced = replacements.filter(({ agentId, verifiedHash, newHash }) => {
        return replace.run({ agentId, verifiedHash, newHash, now }).changes === 1;
      });
      saveVerifiedTokens(
        db,
        replaced.map(({ newHash, ...verified }) => ({ ...verified, verifiedHash: newHash })),
      );
      return new Set(replaced.map(({ agentId }) => agentId));
    })
    .immediate();
}
