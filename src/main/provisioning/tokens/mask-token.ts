/**
 * Stands for an agent's token wherever files are rendered, compared, planned, kept or shown. It is as long as a token and
 * made of the same letters, so that nothing about a file changes when the real one takes its place.
 */
export const tokenPlaceholder = "AGENT-TOKEN-AGENT-TOKEN-AGENT-TOKEN-AGENT-T";

/** Stands for the stand-in where that stands in a file itself: it is no token there, and not what we would write. */
const placeholderInText = "(the words AGENT-TOKEN, and no token)";

/** Stands for a token of which nobody knows whose it is. */
const someToken = "(a token)";

/** What is shorter keeps nobody out, and would go from the middle of words. */
const minGatewayTokenChars = 8;

/**
 * The text without the token. Two texts are the same under it only if they are the same: what is decided by its hash is
 * decided by the content.
 */
export function maskToken(text: string, token: string | null): string {
  const unambiguous = text.replaceAll(tokenPlaceholder, placeholderInText);
  return token ? unambiguous.replaceAll(token, tokenPlaceholder) : unambiguous;
}

/** The text without other words that were read as tokens: for display only. */
export function maskOtherTokens(maskedText: string, words: readonly string[]): string {
  return words.reduce((text, word) => text.replaceAll(word, someToken), maskedText);
}

/**
 * The text without the token that Flight Deck connects to the gateway with. For the eye only, as below: an operator may have
 * chosen a token that is a word.
 */
export function maskGatewayToken(text: string, token: string | null): string {
  return token !== null && token.length >= minGatewayTokenChars ? text.replaceAll(token, "(gateway token)") : text;
}

/**
 * The text without whatever looks like a token or stands after AUTH_TOKEN: for what is kept or shown of a file that somebody
 * edited so that its token cannot be read from the place where it belongs, or put another agent's into. For the eye only:
 * texts that differ may be the same under it.
 */
export function maskTokenLines(text: string): string {
  // Where the agent's own token is masked already, it is told from all others.
  return text
    .split(tokenPlaceholder)
    .map((part) => maskTokenWords(part).replace(/(AUTH_TOKEN["'`*]*\s*[=:|]\s*["'`<]*)[\w+/=-]{8,}/g, `$1${someToken}`))
    .join(tokenPlaceholder);
}

/**
 * Whatever looks like a token of ours, 32 random bytes in base64url, wherever it stands and whatever it is glued to. Dashes at
 * either end are left out: they are the sign of a diff's line, or markdown.
 */
function maskTokenWords(text: string): string {
  return text.replace(/[A-Za-z\d][\w-]{38,}[A-Za-z\d]/g, (run) => (isScrambled(run) ? someToken : run));
}

/**
 * Small and capital letters and digits follow each other as they never do in words, ids and hashes. Of a million random
 * tokens, one is not told from those.
 */
function isScrambled(run: string): boolean {
  const switches = run.match(/(?<=[a-z\d])[A-Z]|(?<=[A-Z])\d/g) ?? [];
  return switches.length >= 2 && /[a-z]/.test(run);
}

/**
 * The text as the agent shall have it.
 *
 * @param token may be missing only where the text has no place for it
 * @throws Error
 */
export function insertToken(maskedText: string, token: string | null): string {
  if (!maskedText.includes(tokenPlaceholder)) return maskedText;
  if (token === null) throw new Error("a file that carries the token was to be written without it");
  return maskedText.replaceAll(tokenPlaceholder, token);
}
