import type { FlightDeckError } from "../../../shared/errors.ts";
import type { Agent } from "../../../shared/records.ts";
import { rememberSecret } from "../../vault/known-secrets.ts";
import type { TokenHashAnswer, TokenHashPush } from "../model/mission-control.ts";
import type { TokenRead } from "../model/token-read.ts";
import type { TokenDecision } from "./decide-token.ts";
import type { TokenCandidates } from "./find-candidates.ts";
import { hashToken, iterationsOf, mintToken, verifyToken } from "./hash-token.ts";
import { otherTokenThere } from "./token-conflicts.ts";

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
  recordTokenFile(agentId: string, fileSha256: string): void;
  /**
   * Resolves when the hash is on disk, because a token written to the gateway must be known after a power cut. Also forgets
   * which file has the verified token: the file may have another token from now on.
   */
  recordPending(agentId: string, pendingHash: string): Promise<void>;
  /** Makes the pending hash the agent's current one, and remembers the token's fingerprint as verified against it. */
  promotePending(agentId: string, verified: Verified): void;
  /** Gives up the pending hash for one that Mission Control has, of a token that was verified against it. */
  takeTheirs(agentId: string, verified: Verified & { verifiedHash: string }): void;
  /** Mission Control's hash, where it and ours were changed since the last pull. */
  theirs(agentId: string): string | null;
  /** The token in the file is the one of our hash. */
  keepOurs(agentId: string): void;
  /** Writes a pending hash to Mission Control; it counts only once it is there. Without a source there is nothing to do. */
  publish(push: TokenHashPush): Promise<TokenHashAnswer>;
  fingerprint(token: string): string;
};

/** The words that may be an agent's token, and the hash of the file they were read from. */
export type ReadCandidates = { candidates: TokenCandidates; fileSha256: string };

/** Verifying a word against a heavy hash can take a tenth of a second; a file could name thousands of them. */
const mostVerified = 16;
/** Against light hashes, more words are tried for the same price. */
const mostIterations = 1_000_000;

/** A new token as it was read back; `readAgain` reads the file once more, null if the gateway would not show it. */
export type ReadBack = { token: string; fileSha256: string; readAgain(): Promise<ReadCandidates | null> };

export type NotCurrent =
  /** Mission Control's database did not take the hash, or did not answer. */
  | { kind: "not-pushed"; error: FlightDeckError }
  /** Mission Control gave the agent another token, and that one is in the file: its hash is current now. */
  | { kind: "taken-over" }
  /** Mission Control has the hash of a token that is not in the file. */
  | { kind: "undecided" };

/** The tokens of one run's agents: verifying, minting, and the two phases of a re-key. Tokens live only in memory. */
export type TokenBook = {
  /**
   * The agent's token if it needs no reading: the last verified one is still the agent's, and was in the file with the hash
   * `inFileSha256` (null: unknown). Null if it was never verified, or another hash was stored since.
   */
  lastVerified(agent: Agent): { inFileSha256: string | null } | null;
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
  /**
   * The token was read back from the gateway: its pending hash becomes current, with a source once Mission Control has it. If
   * Mission Control has another one by then, the file is read again, and the token in it decides.
   * @returns why it is not current; the hash then stays pending, except after `taken-over`
   */
  makeCurrent(agent: Agent, read: ReadBack): Promise<NotCurrent | null>;
};

export function openTokenBook(store: TokenStore): TokenBook {
  return {
    lastVerified: (agent) => lastVerified(store, agent),
    wasVerified: (agent) => (store.stateOf(agent.id)?.verifiedHash ?? null) !== null,
    pendingHash: (agent) => store.stateOf(agent.id)?.pendingHash ?? null,
    async observe(agent, read) {
      const found = await observe(store, agent, read);
      rememberSecret(found.token);
      return found;
    },
    async prepare(agent, decision) {
      const token = await prepare(store, agent, decision);
      rememberSecret(token);
      return token;
    },
    wroteIn: (agentId, fileSha256) => store.recordTokenFile(agentId, fileSha256),
    makeCurrent: (agent, read) => makeCurrent(store, agent, read),
  };
}

/**
 * A failed re-key keeps its pending hash, because an interrupted write may still reach the gateway and is then adopted. Such a
 * write changes the file, so a token read after the re-key began is as certain as any other.
 */
function lastVerified(store: TokenStore, agent: Agent): { inFileSha256: string | null } | null {
  const state = store.stateOf(agent.id);
  if (!state || state.verifiedHash === null || store.theirs(agent.id) !== null) return null;
  return state.verifiedHash === agent.agentTokenHash ? { inFileSha256: state.verifiedInSha256 } : null;
}

async function observe(store: TokenStore, agent: Agent, read: ReadCandidates): Promise<TokenRead> {
  const { words, fallback, isUnclear } = read.candidates;
  const current = (await findCurrent(store, agent, read)) ?? (await findTheirs(store, agent, read));
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
  if (store.theirs(id) !== null) store.keepOurs(id);
  if (known === null || state?.verifiedInSha256 !== fileSha256) {
    store.recordVerified(id, {
      verifiedHash: currentHash,
      verifiedFingerprint: store.fingerprint(token),
      verifiedInSha256: fileSha256,
    });
  }
  return token;
}

/** A token that Mission Control gave the agent: where both sides have changed the hash, the file decides. */
async function findTheirs(store: TokenStore, agent: Agent, read: ReadCandidates): Promise<string | null> {
  const theirs = store.theirs(agent.id);
  if (theirs === null) return null;
  const token = await firstThatVerifies(read.candidates.words, theirs);
  if (token === null) return null;
  const verified = { verifiedFingerprint: store.fingerprint(token), verifiedInSha256: read.fileSha256 };
  store.takeTheirs(agent.id, { verifiedHash: theirs, ...verified });
  agent.agentTokenHash = theirs;
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
    case "none":
      return null;
    case "keep":
    case "keep-mismatched":
      return decision.token;
    case "adopt":
      await adopt(store, agent, decision.token);
      return decision.token;
    case "mint": {
      // Its hash is the pending one, which the new token's hash replaces.
      if (decision.adoptsFirst !== undefined) await adopt(store, agent, decision.adoptsFirst);
      const token = mintToken();
      await store.recordPending(agent.id, await hashToken(token));
      return token;
    }
    case "skip":
      throw new Error(`agent ${agent.id} has no token to write`);
  }
}

/** @throws FlightDeckError push-failed or push-conflict; the hash then stays pending, and the next run decides again. */
async function adopt(store: TokenStore, agent: Agent, token: string): Promise<void> {
  const hash = store.stateOf(agent.id)?.pendingHash;
  if (!hash) return;
  const answer = await store.publish({ agentId: agent.id, hash, replaces: [agent.agentTokenHash] });
  if (answer.kind === "not-pushed") throw answer.error;
  if (answer.kind === "other-hash") throw otherTokenThere(agent);
  store.promotePending(agent.id, { verifiedFingerprint: store.fingerprint(token), verifiedInSha256: null });
}

/** Mission Control may give an agent several tokens in a row, but it waits half a minute in between. */
const mostPublications = 3;

async function makeCurrent(store: TokenStore, agent: Agent, read: ReadBack): Promise<NotCurrent | null> {
  const { id } = agent;
  // A file that changed in between may have the token pending from an earlier run: its state names the hash.
  const hash = store.stateOf(id)?.pendingHash;
  if (!hash) return null;
  const replaces = [agent.agentTokenHash];
  let { fileSha256 } = read;
  for (let publication = 0; publication < mostPublications; publication += 1) {
    const answer = await store.publish({ agentId: id, hash, replaces });
    if (answer.kind === "not-pushed") return answer;
    if (answer.kind === "pushed") {
      store.promotePending(id, { verifiedFingerprint: store.fingerprint(read.token), verifiedInSha256: fileSha256 });
      return null;
    }
    const { theirs } = answer;
    const now = await read.readAgain();
    if (!now) return { kind: "undecided" };
    fileSha256 = now.fileSha256;
    if (!now.candidates.words.includes(read.token)) {
      const token = await firstThatVerifies(now.candidates.words, theirs);
      if (token === null) return { kind: "undecided" };
      const verified = { verifiedFingerprint: store.fingerprint(token), verifiedInSha256: fileSha256 };
      store.takeTheirs(id, { verifiedHash: theirs, ...verified });
      return { kind: "taken-over" };
    }
    // Ours was written after theirs, and is the token that the agent reads.
    replaces.push(theirs);
  }
  return { kind: "undecided" };
}
