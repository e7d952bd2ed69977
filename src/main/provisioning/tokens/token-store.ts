import {
  adoptPendingHashes,
  readAgentTokenStates,
  savePendingHashes,
  saveVerifiedIn,
  saveVerifiedTokens,
} from "../../database/agent-token-state.ts";
import { type GroupCommit, openGroupCommit } from "../../database/group-commit.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";
import type { TokenStore } from "./token-book.ts";

/** The token states of these agents, read once; hashes and keyed fingerprints, never a token. */
export function openTokenStore(
  database: Database,
  vault: Vault,
  agentIds: string[],
  durable: GroupCommit = openGroupCommit(database),
): TokenStore {
  const states = readAgentTokenStates(database, agentIds);
  return {
    stateOf: (agentId) => states.get(agentId) ?? null,
    recordVerified: (agentId, verified) => saveVerifiedTokens(database, [{ agentId, ...verified }]),
    recordStandsIn: (agentId, fileSha256) => saveVerifiedIn(database, agentId, fileSha256),
    recordPending: (agentId, pendingHash) =>
      durable.commit(() => savePendingHashes(database, [{ agentId, pendingHash }])),
    promotePending: (agentId, verified) => adoptPendingHashes(database, [{ agentId, ...verified }]),
    fingerprint: (token) => vault.fingerprint(`agent-token:${token}`),
  };
}
