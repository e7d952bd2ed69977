import { hideSecrets, longestSecretChars } from "../vault/known-secrets.ts";
import { maskTokenWords } from "../vault/mask-token-words.ts";

/** The longest message of a gateway that is kept. */
export const longestMessage = 2_000;

/**
 * A gateway's words for what went wrong, as `cleanText`, and without the secrets that it may repeat: those that this process knows,
 * and whatever looks like an agent's token.
 */
export function cleanMessage(text: string, longest = longestMessage): string {
  const part = text.slice(0, longest * 3 + longestSecretChars);
  const hidden = maskTokenWords(hideSecrets(part));
  // A secret that was cut in two is not recognized.
  return cleanText(part.length < text.length ? hidden.slice(0, -longestSecretChars) : hidden, longest);
}

/** The text on one line, without control characters, and at most so long: nothing that a gateway sends acts on a terminal. */
export function cleanText(text: string, longest = longestMessage): string {
  const clean = text
    .slice(0, longest * 2)
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ")
    .trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}
