import type { TokenRead } from "../model/token-read.ts";
/** What is known about one agent's token before planning. */
export type ObservedToken =
  | TokenRead
  /** The agent's token was verified in the file with this hash, and the file is unchanged, so it was not read. */
  | { inFileSha256: string };

export type TokenPolicy = {
  repairTokens: boolean;
  rekeyAll: boolean;
  /** The agent never had a token, and all of its files may be written. */
  isNew: boolean;
  /** The agent's mode leaves tokens alone. */
  isLeftOut?: boolean;
};

export type TokenHistory = {
  currentHash: string | null;
  pendingHash: string | null;
  /** The agent is not on the gateway, or has no managed file there. */
  isBare: boolean;
  /** Its files there are those that the gateway itself puts into a workspace: nothing was ever provisioned. */
  isSeeded: boolean;
};

/**
 * Whether a new token replaces none: no token was ever verified, and the agent has no files, or only the gateway's own, or
 * files of an interrupted first sync.
 */
export function neverHadToken({ currentHash, pendingHash, isBare, isSeeded }: TokenHistory): boolean {
  return currentHash === null && (isBare || isSeeded || pendingHash !== null);
}

export type TokenDecision =
  /** The token is the agent's and stays. Without a token: it was not read, and is in the file with the hash `inFileSha256`. */
  | { kind: "keep"; token: string }
  | { kind: "keep"; token: null; inFileSha256: string }
  /** An interrupted re-key had written the files: its pending hash becomes current. */
  | { kind: "adopt"; token: string }
  /** The token is not the one Mission Control knows; the operator did not ask for a repair. Its file names `manager`. */
  | { kind: "keep-mismatched"; token: string; manager: string | null }
  /**
   * `adoptsFirst` is the token that an interrupted re-key left in the files, if any: it is the agent's until the new one is
   * written.
   */
  | { kind: "mint"; reason: "new" | "unreadable" | "mismatch" | "rekey"; adoptsFirst?: string }
  /** The agent has, or had, a token that cannot be read, and the operator did not ask for a repair. */
  | { kind: "skip" }
  /** The agent's mode leaves tokens alone. */
  | { kind: "none" };

/**
 * The decision for an agent that was missing from the roster and is back in it: its files were there all along, and a token in
 * them that is the agent's is kept. Only a re-key replaces it.
 */
export function decideAgain(decision: TokenDecision, observed: TokenRead | null): TokenDecision {
  if (decision.kind !== "mint" || decision.reason === "rekey" || !observed || observed.token === null) return decision;
  if (observed.matchesCurrent) return { kind: "keep", token: observed.token };
  return observed.matchesPending ? { kind: "adopt", token: observed.token } : decision;
}

/** Decides what happens to an agent's token (docs/behaviour.md, Agent tokens). */
export function decideToken(observed: ObservedToken, policy: TokenPolicy): TokenDecision {
  if (policy.isLeftOut) return { kind: "none" };
  if (policy.rekeyAll) {
    const left = !("inFileSha256" in observed) && observed.matchesPending ? observed.token : null;
    return { kind: "mint", reason: "rekey", ...(left === null ? {} : { adoptsFirst: left }) };
  }
  if ("inFileSha256" in observed) return { kind: "keep", token: null, inFileSha256: observed.inFileSha256 };
  const { token } = observed;
  if (token === null) {
    if (policy.isNew && !observed.isUnclear) return { kind: "mint", reason: "new" };
    return policy.repairTokens ? { kind: "mint", reason: "unreadable" } : { kind: "skip" };
  }
  if (observed.matchesCurrent) return { kind: "keep", token };
  if (observed.matchesPending) return { kind: "adopt", token };
  if (policy.repairTokens) return { kind: "mint", reason: "mismatch" };
  return { kind: "keep-mismatched", token, manager: observed.manager ?? null };
}
