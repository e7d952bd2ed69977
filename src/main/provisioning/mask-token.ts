import { createHash } from "node:crypto";

/**
 * Stands for an agent's token wherever files are rendered, compared, planned, kept or shown. It is as long as a token and
 * made of the same letters, so that nothing about a file changes when the real one takes its place.
 */
export const tokenPlaceholder = "AGENT-TOKEN-AGENT-TOKEN-AGENT-TOKEN-AGENT-T";

/** The text without the token. */
export function maskToken(text: string, token: string | null): string {
  return token ? text.replaceAll(token, tokenPlaceholder) : text;
}

/** The text as the agent shall have it. */
export function insertToken(maskedText: string, token: string): string {
  return maskedText.replaceAll(tokenPlaceholder, token);
}

/** SHA-256 in hex over UTF-8: what a gateway calls a file's hash. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
