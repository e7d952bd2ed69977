import type { Agent } from "../../../shared/records.ts";
import type { ObservedToken, TokenDecision } from "./decide-token.ts";
import { hashToken, mintToken, verifyToken } from "./hash-token.ts";

/** What is stored about an agent's token beside its record. */
export type TokenState = {
  pendingHash: string | null;
  /** The hash that a token was last verified against, and the keyed fingerprint of that token. */
  verifiedHash: string | null;
  verifiedFingerprint: string | null;
};

/** Where hashes and token states are stored. */
export type TokenStore = {
  stateOf(agentId: string): TokenState | null;
  recordVerified(agentId: string, verifiedHash: string, fingerprint: string): void;
  recordPending(agentId: string, pendingHash: string): void;
  /** Makes the pending hash the agent's current one, and remembers the token's fingerprint as verified against it. */
  promotePending(agentId: string, fingerprint: string): void;
  fingerprint(token: string): string;
};

/** The tokens of one run's agents: verifying, minting, and the two phases of a re-key. Tokens live only in memory. */
export type TokenBook = {
  /** Compares a token read from the gateway with what is stored for the agent. */
  observe(agent: Agent, token: string | null): Promise<ObservedToken>;
  /** The token to write: the one there is, or a fresh one whose hash is recorded as pending before anything is written. */
  prepare(agent: Agent, decision: TokenDecision): Promise<string>;
  /** The token was read back from the gateway: its pending hash becomes current. */
  makeCurrent(agentId: string, token: string): void;
};

export function openTokenBook(store: TokenStore): TokenBook {
  return {
    observe: (agent, token) => observe(store, agent, token),
    prepare: (agent, decision) => prepare(store, agent, decision),
    makeCurrent: (agentId, token) => store.promotePending(agentId, store.fingerprint(token)),
  };
}

async function observe(store: TokenStore, agent: Agent, token: string | null): Promise<ObservedToken> {
  if (token === null) return { token, matchesCurrent: false, matchesPending: false };
  const state = store.stateOf(agent.id);
  const currentHash = agent.agentTokenHash;
  const matchesCurrent = currentHash !== null && (await matches(store, agent.id, token, currentHash, state));
  const pendingHash = state?.pendingHash ?? null;
  const matchesPending = !matchesCurrent && pendingHash !== null && (await verifyToken(token, pendingHash));
  return { token, matchesCurrent, matchesPending };
}

/** A token that was verified against the same stored hash before is known by its fingerprint and not hashed again. */
async function matches(
  store: TokenStore,
  agentId: string,
  token: string,
  currentHash: string,
  state: TokenState | null,
): Promise<boolean> {
  const fingerprint = store.fingerprint(token);
  if (state?.verifiedHash === currentHash && state.verifiedFingerprint === fingerprint) return true;
  if (!(await verifyToken(token, currentHash))) return false;
  store.recordVerified(agentId, currentHash, fingerprint);
  return true;
}

async function prepare(store: TokenStore, agent: Agent, decision: TokenDecision): Promise<string> {
  switch (decision.kind) {
    case "keep":
    case "keep-mismatched":
      return decision.token;
    case "adopt":
      store.promotePending(agent.id, store.fingerprint(decision.token));
      return decision.token;
    case "mint": {
      const token = mintToken();
      store.recordPending(agent.id, await hashToken(token));
      return token;
    }
    case "skip":
      throw new Error(`agent ${agent.id} has no token to write`);
  }
}
