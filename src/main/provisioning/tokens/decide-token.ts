import type { TokenRead } from "../model/token-read.ts";
/** What is known about one agent's token before planning. */
export type ObservedToken =
  | TokenRead
  /** The agent's token was verified in the file with this hash, and the file is unchanged, so it was not read. */
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
 * Whether a new token replaces none: no token was ever verified, and the agent has no files, or files of an interrupted first
 * sync.
 */
export function neverHadToken({ currentHash, pendingHash, isBare }: TokenHistory): boolean {
  return currentHash === null && (isBare || pendingHash !== null);
}

export type TokenDecision =
  /** The token is the agent's and stays. Without a token: it was not read, and is in the file with the hash `standsIn`. */
  | { kind: "keep"; token: string }
  | { kind: "keep"; token: null; standsIn: string }
  /** An interrupted re-key had written the files: its pending hash becomes current. */
  | { kind: "adopt"; token: string }
  /** The token is not the one Mission Control knows; the operator did not ask for a repair. */
  | { kind: "keep-mismatched"; token: string }
  /**
   * `adoptsFirst` is the token that an interrupted re-key left in the files, if any: it is the agent's until the new one is
   * written.
   */
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
