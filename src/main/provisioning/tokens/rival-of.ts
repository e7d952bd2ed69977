import type { ObservedToken } from "./decide-token.ts";

/** This installation, and whether others have the same token hashes. */
type OwnInstallation = { mark: string; sharesTokens: boolean };

/**
 * Another installation of Flight Deck that manages the agent: its name is in the file with the token, and that token is not one of
 * ours.
 */
export function rivalOf({ mark, sharesTokens }: OwnInstallation, token: ObservedToken | null): string | null {
  if (sharesTokens || token === null || "inFileSha256" in token || token.matchesCurrent || token.matchesPending)
    return null;
  return token.manager && token.manager !== mark ? token.manager : null;
}
