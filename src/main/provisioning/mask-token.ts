import { hash } from "node:crypto";

/**
 * Stands for an agent's token wherever files are rendered, compared, planned, kept or shown. It is as long as a token and
 * made of the same letters, so that nothing about a file changes when the real one takes its place.
 */
export const tokenPlaceholder = "AGENT-TOKEN-AGENT-TOKEN-AGENT-TOKEN-AGENT-T";

/** The text without the token. */
export function maskToken(text: string, token: string | null): string {
  return token ? text.replaceAll(token, tokenPlaceholder) : text;
}

/**
 * The text with whatever stands after AUTH_TOKEN masked: for what is kept or shown of a file that somebody edited so that its
 * token cannot be read from the place where it belongs.
 */
export function maskTokenLines(text: string): string {
  return maskTokenWords(text).replace(/(AUTH_TOKEN\s*[=:]\s*["'`]?)[\w+/=-]{8,}/g, `$1${tokenPlaceholder}`);
}

/** Whatever looks like a token of ours, 32 random bytes in base64url, wherever it stands. */
function maskTokenWords(text: string): string {
  return text.replace(/(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{43}(?![\w-])/g, tokenPlaceholder);
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

/** SHA-256 in hex over UTF-8: what a gateway calls a file's hash. */
export function sha256Hex(text: string): string {
  return hash("sha256", text);
}
