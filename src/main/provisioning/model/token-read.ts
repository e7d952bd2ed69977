/** The token read from an agent's file, compared with what is stored for the agent. */
export type TokenRead = {
  token: string | null;
  /** Several words could be the token, and none that was tried matches a hash. */
  isUnclear?: boolean;
  /** Whether a hash is stored for the agent, and whether the token matches it. */
  matchesCurrent: boolean;
  /** Whether an unfinished re-key left a pending hash that the token matches. */
  matchesPending: boolean;
  /** The installation of Flight Deck that wrote the file, if the file says so. */
  manager?: string | null;
};
