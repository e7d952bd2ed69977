import { tokenPlaceholder } from "./mask-token.ts";
import { readTokenWords, type TokenHome } from "./read-token.ts";

/** What may be the agent's token in its token file. */
export type TokenCandidates = {
  /** Each word once, the most likely one first. */
  words: string[];
  /** The word to keep if none can be verified; null if none is likely to be a token, or several are. */
  fallback: string | null;
  /** Several words are as likely as each other: unless one matches a hash, it is not known which is the token. */
  isUnclear: boolean;
};

/** A shorter word is not a token: masking it would also mask parts of other words. */
const minTokenChars = 16;

/** Tokens are 32 random bytes in base64url. */
const mintedChars = 43;

/** A name to be filled in, such as YOUR_TOKEN_HERE. */
const blankToFill = /^[A-Z_-]+$/;

export function findCandidates(content: string | null, home: TokenHome): TokenCandidates {
  const { inPlace, elsewhere } = readTokenWords(content, home);
  const likely = byLikelihood(inPlace);
  const filled = [...new Set(likely.filter((word) => !blankToFill.test(word)))];
  const minted = filled.filter(isMinted);
  const rivals = minted.length > 0 ? minted : filled;
  const isUnclear = rivals.length > 1;
  const fallback = isUnclear ? null : (rivals[0] ?? null);
  return { words: [...new Set([...likely, ...byLikelihood(elsewhere)])], fallback, isUnclear };
}

/** Whether this token can be read from the AUTH_TOKEN line in its place. */
export function isReadable(token: string, content: string | null, home: TokenHome): boolean {
  return readTokenWords(content, home).assigned.includes(token);
}

function isMinted(word: string): boolean {
  return word.length === mintedChars;
}

/** Words as long as a token first; among equals, the last in the file. */
function byLikelihood(words: string[]): string[] {
  const candidates = words.filter((word) => word.length >= minTokenChars && !word.includes(tokenPlaceholder)).reverse();
  return [...candidates.filter(isMinted), ...candidates.filter((word) => !isMinted(word))];
}
