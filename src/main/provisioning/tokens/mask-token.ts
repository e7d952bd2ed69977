import { maskTokenWords, someToken } from "../../vault/mask-token-words.ts";
import { withoutMarks } from "./manager-mark.ts";

/**
 * The placeholder for an agent's token wherever files are rendered, compared, planned, kept or shown. It has a token's length
 * and letters, so that nothing else in a file changes when the real one replaces it.
 */
export const tokenPlaceholder = "AGENT-TOKEN-AGENT-TOKEN-AGENT-TOKEN-AGENT-T";

/** Replaces the placeholder if a file itself contains it: there it is not a token, and not what we would write. */
export const placeholderInText = "(the words AGENT-TOKEN, and no token)";

const afterTokenName = /((?:AUTH_TOKEN|X-Agent-Token)["'`*]*\s*[=:|]\s*["'`<]*)[\w+/=-]{8,}/g;

/** A shorter token protects nothing, and masking it would mask parts of words. */
const minGatewayTokenChars = 8;

/**
 * The text without the token, and without the line that says who wrote it. Apart from that line, two masked texts are equal
 * only if the originals are: a decision by hash is a decision by content.
 */
export function maskToken(text: string, token: string | null): string {
  const unambiguous = withoutMarks(text).replaceAll(tokenPlaceholder, placeholderInText);
  return token ? unambiguous.replaceAll(token, tokenPlaceholder) : unambiguous;
}

/** The text without other words that were read as tokens: for display only. */
export function maskOtherTokens(maskedText: string, words: readonly string[]): string {
  return words.reduce((text, word) => text.replaceAll(word, someToken), maskedText);
}

/**
 * The text without the token that Flight Deck connects to the gateway with. For display only, as below: an operator may have
 * chosen a word as the token.
 */
export function maskGatewayToken(text: string, token: string | null): string {
  return token !== null && token.length >= minGatewayTokenChars ? text.replaceAll(token, "(gateway token)") : text;
}

/**
 * The text without anything that looks like a token or follows AUTH_TOKEN or X-Agent-Token: for keeping or showing a file that was
 * edited so that its token cannot be read in its place, or that has another agent's. For display only: different texts may become
 * equal.
 */
export function maskTokenLines(text: string): string {
  // If the agent's own token is already masked, it can be told from all others.
  return text
    .split(tokenPlaceholder)
    .map((part) => maskTokenWords(part).replace(afterTokenName, `$1${someToken}`))
    .join(tokenPlaceholder);
}

/**
 * The text with the agent's token.
 * @param token may be missing only if the text has no place for it
 * @throws Error
 */
export function insertToken(maskedText: string, token: string | null): string {
  if (!maskedText.includes(tokenPlaceholder)) return maskedText;
  if (token === null) throw new Error("a file that carries the token was to be written without it");
  return maskedText.replaceAll(tokenPlaceholder, token);
}
