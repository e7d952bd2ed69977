import type { TokenRead } from "../model/token-read.ts";
/** What is known about one agent's token before a plan is made. */
export type ObservedToken =
  | TokenRead
  /** The agent's token was verified in the file with this hash, and the file is still the same: nobody read it. */
  | { standsIn: string };

export type TokenPolicy = {
  rotateTokens: boolean;
  rekeyAll: boolean;
  /** The agent never had a token, and all of its files may be written. */
  isNew: boolean;
};

export type TokenHistory = {
  currentHash: string | null;
  pendingHash: string | null;
  /** The agent is not on the gateway, or has no managed file there. */
  isBare: boolean;
};

/**
 * Whether a token can be given without taking one away: no token was ever verified, and the agent has no files, or files of a
 * first sync of ours that was cut off.
 */
export function neverHadToken({ currentHash, pendingHash, isBare }: TokenHistory): boolean {
  return currentHash === null && (isBare || pendingHash !== null);
}

export type TokenDecision =
  /** The token stands and is the agent's. Without a token: it was not read, and stands in the file with the hash `standsIn`. */
  | { kind: "keep"; token: string }
  | { kind: "keep"; token: null; standsIn: string }
  /** A re-key got as far as the files and was cut off: its pending hash becomes current. */
  | { kind: "adopt"; token: string }
  /** The token is not the one Mission Control knows; the operator did not ask for a repair. */
  | { kind: "keep-mismatched"; token: string }
  /** With the token that a cut-off re-key left in the files, where there is one: until the new one is written, it is the agent's. */
  | { kind: "mint"; reason: "new" | "unreadable" | "mismatch" | "rekey"; adoptsFirst?: string }
  /** The agent has, or had, a token that cannot be read, and the operator did not ask for a repair. */
  | { kind: "skip" };

/** Decides what happens to an agent's token (docs/behaviour.md, Agent tokens). */
export function decideToken(observed: ObservedToken, policy: TokenPolicy): TokenDecision {
  if (policy.rekeyAll) {
    const left = !("standsIn" in observed) && observed.matchesPending ? observed.token : null;
    return { kind: "mint", reason: "rekey", ...(left === null ? {} : { adoptsFirst: left }) };
  }
  if ("standsIn" in observed) return { kind: "keep", token: null, standsIn: observed.standsIn };
  const { token } = observed;
  if (token === null) {
    if (policy.isNew) return { kind: "mint", reason: "new" };
    return policy.rotateTokens ? { kind: "mint", reason: "unreadable" } : { kind: "skip" };
  }
  if (observed.matchesCurrent) return { kind: "keep", token };
  if (observed.matchesPending) return { kind: "adopt", token };
  return policy.rotateTokens ? { kind: "mint", reason: "mismatch" } : { kind: "keep-mismatched", token };
}
