import { hideSecrets, longestSecretChars } from "./known-secrets.ts";
import { maskTokenWords } from "./mask-token-words.ts";

/** The longest message of another program that is kept. */
export const longestMessage = 2_000;

/**
 * The words of another program, such as a gateway's error, on one line, at most so long, and without control characters, so that
 * they do nothing to a terminal. Secrets that the program may repeat are masked: those that this process knows, and whatever looks
 * like an agent's token.
 */
export function cleanMessage(text: string, longest = longestMessage): string {
  const part = text.slice(0, longest * 3 + longestSecretChars);
  const hidden = maskTokenWords(hideSecrets(part));
  // A secret that was cut in two is not recognized.
  return cleanText(part.length < text.length ? hidden.slice(0, -longestSecretChars) : hidden, longest);
}

function cleanText(text: string, longest: number): string {
  const clean = text
    .slice(0, longest * 2)
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ")
    .trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}
