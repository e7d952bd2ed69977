/** The token read from an agent's file, compared with what is stored for the agent. */
export type TokenRead = {
  token: string | null;
  /** There is a token, or there may be: several words could be it, and none of those that were tried matches a hash. */
  isUnclear?: boolean;
  /** Whether a hash is stored for the agent, and whether the token matches it. */
  matchesCurrent: boolean;
  /** Whether an unfinished re-key left a pending hash that the token matches. */
  matchesPending: boolean;
};
