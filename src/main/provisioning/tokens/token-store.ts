import {
  adoptPendingHashes,
  readAgentTokenStates,
  replaceHash,
  savePendingHashes,
  saveVerifiedIn,
  saveVerifiedTokens,
} from "../../database/agent-token-state.ts";
import { type GroupCommit, openGroupCommit } from "../../database/group-commit.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";
import type { MissionControlRun } from "../model/mission-control.ts";
import type { TokenStore } from "./token-book.ts";

export type TokenStoreOptions = {
  database: Database;
  vault: Vault;
  agentIds: string[];
  durable?: GroupCommit;
  missionControl?: MissionControlRun | null;
  /** Records which tokens this run minted. */
  steps?: { note(agentId: string, step: "token"): void; done(agentId: string, step: "token"): void };
};

/** The token states of these agents, read once; hashes and keyed fingerprints, never a token. */
export function openTokenStore(options: TokenStoreOptions): TokenStore {
  const { database, vault, agentIds, missionControl, steps } = options;
  const { durable = openGroupCommit(database) } = options;
  const states = readAgentTokenStates(database, agentIds);
  return {
    stateOf: (agentId) => states.get(agentId) ?? null,
    recordVerified: (agentId, verified) => saveVerifiedTokens(database, [{ agentId, ...verified }]),
    recordTokenFile: (agentId, fileSha256) => saveVerifiedIn(database, agentId, fileSha256),
    async recordPending(agentId, pendingHash) {
      await durable.commit(() => {
        savePendingHashes(database, [{ agentId, pendingHash }]);
        steps?.note(agentId, "token");
      });
      const { verifiedHash = null, verifiedFingerprint = null } = states.get(agentId) ?? {};
      states.set(agentId, { agentId, pendingHash, verifiedHash, verifiedFingerprint, verifiedInSha256: null });
    },
    promotePending(agentId, verified) {
      const promote = database.sqlite.transaction(() => {
        adoptPendingHashes(database, [{ agentId, ...verified }]);
        steps?.done(agentId, "token");
      });
      promote.immediate();
    },
    takeTheirs: (agentId, verified) => replaceHash(database, { agentId, ...verified }),
    theirs: (agentId) => missionControl?.otherHash(agentId) ?? null,
    keepOurs: (agentId) => missionControl?.keepOurHash(agentId),
    publish: async (push) => missionControl?.pushTokenHash(push) ?? { kind: "pushed" },
    fingerprint: (token) => vault.fingerprint(`agent-token:${token}`),
  };
}
