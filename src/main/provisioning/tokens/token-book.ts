import type { Agent } from "../../../shared/records.ts";
import type { ObservedToken, TokenDecision } from "./decide-token.ts";
import { hashToken, mintToken, verifyToken } from "./hash-token.ts";

/** What is stored about an agent's token beside its record. */
export type TokenState = {
  pendingHash: string | null;
  /** The hash that a token was last verified against, and the keyed fingerprint of that token. */
  verifiedHash: string | null;
  verifiedFingerprint: string | null;
  /** Hash of the file in which that token stood. */
  verifiedInSha256: string | null;
};

type Verified = { verifiedFingerprint: string; verifiedInSha256: string | null };

/** Where hashes and token states are stored. */
export type TokenStore = {
  stateOf(agentId: string): TokenState | null;
  recordVerified(agentId: string, verified: Verified & { verifiedHash: string }): void;
  /** The verified token stands in a file with this hash now. */
  recordStandsIn(agentId: string, fileSha256: string): void;
  /**
   * Resolves when the hash is on disk: a token that is written to the gateway has to be known after a power cut. Forgets, too,
   * in which file the verified token stands: it may be another one's from now on.
   */
  recordPending(agentId: string, pendingHash: string): Promise<void>;
  /** Makes the pending hash the agent's current one, and remembers the token's fingerprint as verified against it. */
  promotePending(agentId: string, verified: Verified): void;
  fingerprint(token: string): string;
};

/** A token as read from the gateway, and the hash of the file it was read from. */
export type ReadToken = { token: string; fileSha256: string };

/** The tokens of one run's agents: verifying, minting, and the two phases of a re-key. Tokens live only in memory. */
export type TokenBook = {
  /**
   * The token that was verified last is still the agent's, and stood in the file with the hash `standsIn` (null: not known).
   * Null when nothing can be said before it is read: it was never verified, or another hash is stored since.
   */
  settled(agent: Agent): { standsIn: string | null } | null;
  /** Compares a token read from the gateway with what is stored for the agent. */
  observe(agent: Agent, read: ReadToken | null): Promise<Exclude<ObservedToken, { standsIn: string }>>;
  /**
   * The token to write: the one there is (null when it was not read), or a fresh one whose hash is recorded as pending before
   * anything is written.
   */
  prepare(agent: Agent, decision: TokenDecision): Promise<string | null>;
  /** The agent's verified token was written into the file that now has this hash. */
  wroteIn(agentId: string, fileSha256: string): void;
  /** The token was read back from the gateway: its pending hash becomes current. */
  makeCurrent(agentId: string, read: ReadToken): void;
};

export function openTokenBook(store: TokenStore): TokenBook {
  return {
    settled: (agent) => settled(store, agent),
    observe: (agent, read) => observe(store, agent, read),
    prepare: (agent, decision) => prepare(store, agent, decision),
    wroteIn: (agentId, fileSha256) => store.recordStandsIn(agentId, fileSha256),
    makeCurrent: (agentId, { token, fileSha256 }) =>
      store.promotePending(agentId, {
        verifiedFingerprint: store.fingerprint(token),
        verifiedInSha256: fileSha256,
      }),
  };
}

/**
 * A re-key that came to nothing leaves its pending hash for good: a write that was cut off may still reach the gateway, and is
 * then to be adopted. It changes the file, so a token that was read after it began stands as firmly as any other.
 */
function settled(store: TokenStore, agent: Agent): { standsIn: string | null } | null {
  const state = store.stateOf(agent.id);
  if (!state || state.verifiedHash === null) return null;
  return state.verifiedHash === agent.agentTokenHash ? { standsIn: state.verifiedInSha256 } : null;
}

async function observe(store: TokenStore, agent: Agent, read: ReadToken | null) {
  if (read === null) return { token: null, matchesCurrent: false, matchesPending: false };
  const { token } = read;
  const state = store.stateOf(agent.id);
  const currentHash = agent.agentTokenHash;
  const matchesCurrent = currentHash !== null && (await matches(store, agent.id, read, currentHash, state));
  const pendingHash = state?.pendingHash ?? null;
  const matchesPending = !matchesCurrent && pendingHash !== null && (await verifyToken(token, pendingHash));
  return { token, matchesCurrent, matchesPending };
}

/** A token that was verified against the same stored hash before is known by its fingerprint and not hashed again. */
async function matches(
  store: TokenStore,
  agentId: string,
  { token, fileSha256 }: ReadToken,
  currentHash: string,
  state: TokenState | null,
): Promise<boolean> {
  const fingerprint = store.fingerprint(token);
  const isKnown = state?.verifiedHash === currentHash && state.verifiedFingerprint === fingerprint;
  if (!isKnown && !(await verifyToken(token, currentHash))) return false;
  if (!isKnown || state.verifiedInSha256 !== fileSha256) {
    const verified = { verifiedHash: currentHash, verifiedFingerprint: fingerprint, verifiedInSha256: fileSha256 };
    store.recordVerified(agentId, verified);
  }
  return true;
}

async function prepare(store: TokenStore, agent: Agent, decision: TokenDecision): Promise<string | null> {
  switch (decision.kind) {
    case "keep":
    case "keep-mismatched":
      return decision.token;
    case "adopt":
      store.promotePending(agent.id, {
        verifiedFingerprint: store.fingerprint(decision.token),
        verifiedInSha256: null,
      });
      return decision.token;
    case "mint": {
      const token = mintToken();
      await store.recordPending(agent.id, await hashToken(token));
      return token;
    }
    case "skip":
      throw new Error(`agent ${agent.id} has no token to write`);
  }
}
