import { isOwnKey } from "../../../shared/identity.ts";
import type { RememberedFile } from "../model/desired-file.ts";
import { hasFiles, type ObservedAgent } from "../model/observed-agent.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { maskTokenLines, tokenPlaceholder } from "../tokens/mask-token.ts";
import type { TokenBook } from "../tokens/token-book.ts";

export type SeededInput = {
  scoped: ScopedAgent;
  observed: ObservedAgent;
  remembered: Map<string, RememberedFile>;
  tokens: Pick<TokenBook, "wasVerified">;
};

/**
 * Whether an agent of ours in the roster was never provisioned, although it has files: a run was cut off after it had added the
 * agent, and the gateway put files of its own into the workspace. All of them were read, and none names a token or this agent;
 * nothing was ever written from here.
 */
export function wasOnlySeeded({ scoped, observed, remembered, tokens }: SeededInput): boolean {
  const { agent, key, foreign } = scoped;
  if (!isOwnKey(key) || foreign || !hasFiles(observed)) return false;
  if (agent.agentTokenHash !== null || tokens.wasVerified(agent)) return false;
  if ([...remembered.values()].some(({ writtenMaskedSha256 }) => writtenMaskedSha256 !== null)) return false;
  return [...observed.files.values()].every(
    ({ exists, maskedContent }) => !exists || (maskedContent !== null && !namesAgent(maskedContent, agent.id)),
  );
}

function namesAgent(text: string, agentId: string): boolean {
  const holdsToken = /auth[\s_-]*token/i.test(text) || text.includes(tokenPlaceholder) || maskTokenLines(text) !== text;
  return holdsToken || text.toLowerCase().includes(agentId.toLowerCase());
}
