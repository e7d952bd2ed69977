import type { FileVersion } from "../../database/file-versions.ts";
import { placeholderInText } from "./mask-token.ts";

/**
 * Why a kept text cannot be written again as the file was:
 * - `lost`: it was sealed under a key that is lost.
 * - `masked`: other secrets than the agent's own token were in it, and were not kept.
 * - `not-utf8`: the gateway showed some bytes as replacement characters.
 */
export type WhyNotRestorable = "lost" | "masked" | "not-utf8";

export type RestorableText = { text: string } | { text: null; why: WhyNotRestorable };

/**
 * The content of a version for a file that is to be as it was: `insertToken` gives it the agent's current token, which the
 * placeholder is for. The line that names the manager is not part of it: a write adds it. Pure.
 * @param maskedText what `readContent` gives for the version's `contentSha256`
 */
export function restorableText(
  { maskedSha256, contentSha256 }: Pick<FileVersion, "maskedSha256" | "contentSha256">,
  maskedText: string | undefined,
): RestorableText {
  if (maskedText === undefined) return { text: null, why: "lost" };
  if (maskedSha256 !== contentSha256 || maskedText.includes(placeholderInText)) return { text: null, why: "masked" };
  return maskedText.includes("\uFFFD") ? { text: null, why: "not-utf8" } : { text: maskedText };
}
