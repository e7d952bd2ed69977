import type { Agent } from "../../../shared/records.ts";
import type { TokenRead } from "../model/token-read.ts";
import type { TokenDecision } from "./decide-token.ts";
import type { TokenCandidates } from "./find-candidates.ts";
import { hashToken, iterationsOf, mintToken, verifyToken } from "./hash-token.ts";

/** What is stored about an agent's token besides its record. */
export type TokenState = {
  pendingHash: string | null;
  /** The hash that a token was last verified against, and the keyed fingerprint of that token. */
  verifiedHash: string | null;
  verifiedFingerprint: string | null;
  /** Hash of the file that had the token. */
  verifiedInSha256: string | null;
};

type Verified = { verifiedFingerprint: string; verifiedInSha256: string | null };

/** Where hashes and token states are stored. */
export type TokenStore = {
  stateOf(agentId: string): TokenState | null;
  recordVerified(agentId: string, verified: Verified & { verifiedHash: string }): void;
  /** The verified token is now in the file with this hash. */
  recordStandsIn(agentId: string, fileSha256: string): void;
  /**
   * Resolves when the hash is on disk, because a token written to the gateway must be known after a power cut. Also forgets
   * which file has the verified token: the file may have another token from now on.
   */
  recordPending(agentId: string, pendingHash: string): Promise<void>;
  /** Makes the pending hash the agent's current one, and remembers the token's fingerprint as verified against it. */
  promotePending(agentId: string, verified: Verified): void;
  fingerprint(token: string): string;
};

/** The words that may be an agent's token, and the hash of the file they were read from. */
export type ReadCandidates = { candidates: TokenCandidates; fileSha256: string };

/** Verifying a word against a heavy hash can take a tenth of a second; a file could name thousands of them. */
const mostVerified = 16;
/** Against light hashes, more words are tried for the same price. */
const mostIterations = 1_000_000;

/** The tokens of one run's agents: verifying, minting, and the two phases of a re-key. Tokens live only in memory. */
export type TokenBook = {
  /**
   * The agent's token if it needs no reading: the last verified one is still the agent's, and was in the file with the hash
   * `standsIn` (null: unknown). Null if it was never verified, or another hash was stored since.
   */
  settled(agent: Agent): { standsIn: string | null } | null;
  /** Whether a token of the agent was ever found to match a stored hash. */
  wasVerified(agent: Agent): boolean;
  /** The hash of a token that was minted and never verified in a file; null when there is none. */
  pendingHash(agent: Agent): string | null;
  /** Finds the agent's token among the candidates: the one that verifies, wherever it is, else the most likely one. */
  observe(agent: Agent, read: ReadCandidates): Promise<TokenRead>;
  /**
   * The token to write: the present one (null when it was not read), or a new one whose hash is recorded as pending before
   * anything is written.
   */
  prepare(agent: Agent, decision: TokenDecision): Promise<string | null>;
  /** The agent's verified token was written into the file that now has this hash. */
  wroteIn(agentId: string, fileSha256: string): void;
  /** The token was read back from the gateway: its pending hash becomes current. */
  makeCurrent(agentId: string, read: { token: string; fileSha256: string }): void;
};

export function openTokenBook(store: TokenStore): TokenBook {
  return {
    settled: (agent) => settled(store, agent),
    wasVerified: (agent) => (store.stateOf(agent.id)?.verifiedHash ?? null) !== null,
    pendingHash: (agent) => store.stateOf(agent.id)?.pendingHash ?? null,
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
 * A failed re-key keeps its pending hash, because an interrupted write may still reach the gateway and is then adopted. Such a
 * write changes the file, so a token read after the re-key began is as certain as any other.
 */
function settled(store: TokenStore, agent: Agent): { standsIn: string | null } | null {
  const state = store.stateOf(agent.id);
  if (!state || state.verifiedHash === null) return null;
  return state.verifiedHash === agent.agentTokenHash ? { standsIn: state.verifiedInSha256 } : null;
}

async function observe(store: TokenStore, agent: Agent, read: ReadCandidates): Promise<TokenRead> {
  const { words, fallback, isUnclear } = read.candidates;
  const current = await findCurrent(store, agent, read);
  if (current !== null) return { token: current, matchesCurrent: true, matchesPending: false };
  const pendingHash = store.stateOf(agent.id)?.pendingHash ?? null;
  const pending = pendingHash === null ? null : await firstThatVerifies(words, pendingHash);
  if (pending !== null) return { token: pending, matchesCurrent: false, matchesPending: true };
  // A word that was not tried may be the token: to keep another one would lose it.
  const leftUntried = [agent.agentTokenHash, pendingHash].some(
    (hash) => hash !== null && words.length > mostTried(hash),
  );
  if (isUnclear || leftUntried) return { token: null, isUnclear: true, matchesCurrent: false, matchesPending: false };
  return { token: fallback, matchesCurrent: false, matchesPending: false };
}

/** A token verified against the same stored hash before is recognized by its fingerprint and not hashed again. */
async function findCurrent(
  store: TokenStore,
  { id, agentTokenHash: currentHash }: Agent,
  { candidates, fileSha256 }: ReadCandidates,
): Promise<string | null> {
  if (currentHash === null) return null;
  const state = store.stateOf(id);
  const isKnown = (word: string) =>
    state?.verifiedHash === currentHash && state.verifiedFingerprint === store.fingerprint(word);
  const known = candidates.words.find(isKnown) ?? null;
  const token = known ?? (await firstThatVerifies(candidates.words, currentHash));
  if (token === null) return null;
  if (known === null || state?.verifiedInSha256 !== fileSha256) {
    store.recordVerified(id, {
      verifiedHash: currentHash,
      verifiedFingerprint: store.fingerprint(token),
      verifiedInSha256: fileSha256,
    });
  }
  return token;
}

async function firstThatVerifies(words: string[], storedHash: string): Promise<string | null> {
  for (const word of words.slice(0, mostTried(storedHash))) {
    if (await verifyToken(word, storedHash)) return word;
  }
  return null;
}

function mostTried(storedHash: string): number {
  return Math.max(mostVerified, Math.floor(mostIterations / (iterationsOf(storedHash) ?? mostIterations)));
}

async function prepare(store: TokenStore, agent: Agent, decision: TokenDecision): Promise<string | null> {
  switch (decision.kind) {
    case "keep":
    case "keep-mismatched":
      return decision.token;
    case "adopt":
      adopt(store, agent, decision.token);
      return decision.token;
    case "mint": {
      // Its hash is the pending one, which the new token's hash replaces.
      if (decision.adoptsFirst !== undefined) adopt(store, agent, decision.adoptsFirst);
      const token = mintToken();
      await store.recordPending(agent.id, await hashToken(token));
      return token;
    }
    case "skip":
      throw new Error(`agent ${agent.id} has no token to write`);
  }
}

function adopt(store: TokenStore, agent: Agent, token: string): void {
  store.promotePending(agent.id, { verifiedFingerprint: store.fingerprint(token), verifiedInSha256: null });
}
