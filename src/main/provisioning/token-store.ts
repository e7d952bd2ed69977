import {
  adoptPendingHashes,
  readAgentTokenStates,
  savePendingHashes,
  saveVerifiedTokens,
} from "../database/agent-token-state.ts";
import type { Database } from "../database/open-database.ts";
import type { Vault } from "../vault/vault.ts";
import type { TokenStore } from "./tokens/token-book.ts";

/** The token states of these agents, read once; hashes and keyed fingerprints, never a token. */
export function openTokenStore(database: Database, vault: Vault, agentIds: string[]): TokenStore {
  const states = readAgentTokenStates(database, agentIds);
  return {
    stateOf: (agentId) => states.get(agentId) ?? null,
    recordVerified: (agentId, verifiedHash, verifiedFingerprint) =>
      saveVerifiedTokens(database, [{ agentId, verifiedHash, verifiedFingerprint }]),
    recordPending: (agentId, pendingHash) => savePendingHashes(database, [{ agentId, pendingHash }]),
    promotePending: (agentId, verifiedFingerprint) => adoptPendingHashes(database, [{ agentId, verifiedFingerprint }]),
    fingerprint: (token) => vault.fingerprint(`agent-token:${token}`),
  };
}
